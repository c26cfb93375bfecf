package dev.darkroom.database;

import dev.darkroom.secret.SecretRedactor;
import java.sql.SQLException;
import java.time.Duration;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** What went wrong with the database, as one sentence for a person. Never holds a password or a parameter value. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String state;
    private final DatabaseFailure kind;

    public DatabaseException(String message) {
        this(message, null);
    }

    public DatabaseException(String message, @Nullable Throwable cause) {
        this(message, cause, kindOf(cause));
    }

    private DatabaseException(String message, @Nullable Throwable cause, DatabaseFailure kind) {
        super(SecretRedactor.text(message), cause);
        this.state = SqlState.of(cause);
        this.kind = kind;
    }

    /** The failure of a statement or a connection, told by the words of the server alone. */
    public static DatabaseException of(Throwable cause) {
        if (cause instanceof DatabaseException known) {
            return known;
        }
        SQLException sql = SqlState.sqlException(cause);
        String words = sql == null ? cause.toString() : String.valueOf(sql.getMessage());
        DatabaseFailure kind = kindOf(cause);
        return new DatabaseException(sentence(kind, cause, words), cause, kind);
    }

    private static String sentence(DatabaseFailure kind, Throwable cause, String words) {
        String state = SqlState.of(cause);
        if (cause instanceof ConnectionException || state.startsWith("08") || state.startsWith("57P")) {
            return "The connection to the database was lost: " + words;
        }
        if (state.equals(SqlState.LOCK_NOT_AVAILABLE)) {
            return "What is to be written or read is locked by another session of the database: " + words;
        }
        return kind == DatabaseFailure.UNAVAILABLE
                ? "The database cannot work at present: " + words
                : "The database refused a statement: " + words;
    }

    public static DatabaseException lost(String message, @Nullable Throwable cause) {
        return new DatabaseException(message, cause, DatabaseFailure.UNAVAILABLE);
    }

    /** Given up because another session was in the way all the time. */
    public static DatabaseException contended(Duration lasted, Throwable cause) {
        String reason = SqlState.of(cause).equals(SqlState.LOCK_NOT_AVAILABLE)
                ? "what is to change is locked by another session of the database"
                : "other sessions of the database were in the way";
        return new DatabaseException(
                "Nothing was written in %d s: %s.".formatted(lasted.toSeconds(), reason),
                cause,
                DatabaseFailure.CONTENTION);
    }

    /** Without a connection every failure is one of availability, whatever the reason there is none. */
    public static DatabaseFailure kindOf(@Nullable Throwable cause) {
        return switch (cause) {
            case DatabaseException known -> known.kind;
            case ConnectionException _ -> DatabaseFailure.UNAVAILABLE;
            case null, default -> DatabaseFailure.of(SqlState.of(cause));
        };
    }

    /** The SQLSTATE of the server (PostgreSQL manual, appendix A), or empty. */
    public String state() {
        return state;
    }

    public DatabaseFailure kind() {
        return kind;
    }

    /** True when the same work may succeed later without being changed. */
    public boolean retryable() {
        return kind != DatabaseFailure.REFUSED;
    }
}
