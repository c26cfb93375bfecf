package dev.darkroom.database;

import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.api.MigrationVersion;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** A database failure, as one sentence for a person. Never contains a password or a parameter value. */
public final class DatabaseException extends RuntimeException implements CodedError {
    private static final long serialVersionUID = 1;

    private static final String FIRST_VERSION = "schema.first";
    private static final String OTHER_BUILD = "schema.other";

    private final transient CodedMessage message;
    private final String state;
    private final DatabaseFailure kind;

    public DatabaseException(CodedMessage message) {
        this(message, null);
    }

    public DatabaseException(CodedMessage message, @Nullable Throwable cause) {
        this(message, cause, kindOf(cause));
    }

    private DatabaseException(CodedMessage message, @Nullable Throwable cause, DatabaseFailure kind) {
        super(SecretRedactor.text(message.english()), cause);
        this.message = message.withTexts(SecretRedactor::text);
        this.state = SqlState.of(cause);
        this.kind = kind;
    }

    /** Wraps the failure of a statement or a connection, described by the server's message alone. */
    public static DatabaseException of(Throwable cause) {
        if (cause instanceof DatabaseException known) {
            return known;
        }
        SQLException sql = SqlState.sqlException(cause);
        String words = sql == null ? cause.toString() : String.valueOf(sql.getMessage());
        DatabaseFailure kind = kindOf(cause);
        return new DatabaseException(sentence(kind, cause, words), cause, kind);
    }

    private static CodedMessage sentence(DatabaseFailure kind, Throwable cause, String words) {
        String state = SqlState.of(cause);
        if (cause instanceof ConnectionException || state.startsWith("08") || state.startsWith("57P")) {
            return CodedMessage.of("database.lost", words);
        }
        if (state.equals(SqlState.LOCK_NOT_AVAILABLE)) {
            return CodedMessage.of("database.locked", words);
        }
        return kind == DatabaseFailure.UNAVAILABLE
                ? CodedMessage.of("database.unavailable", words)
                : CodedMessage.of("database.refused", words);
    }

    /** The first migration of version 0.1.0 was a different one; since then migrations of released versions never change. */
    static DatabaseException ofOtherBuild(DatabaseSettings settings, MigrationVersion step) {
        return new DatabaseException(
                step.getVersion().equals("1")
                        ? CodedMessage.of(FIRST_VERSION, settings.address(), Database.SCHEMA)
                        : CodedMessage.of(OTHER_BUILD, settings.address(), step));
    }

    /** Reports a lost connection: the failed work may succeed with another one. */
    public static DatabaseException lost(CodedMessage message) {
        return new DatabaseException(message, null, DatabaseFailure.UNAVAILABLE);
    }

    /** Reports work given up because another session was in the way all the time. */
    public static DatabaseException contended(Duration lasted, Throwable cause) {
        CodedMessage message = SqlState.of(cause).equals(SqlState.LOCK_NOT_AVAILABLE)
                ? CodedMessage.of("database.contended.lock", lasted.toSeconds())
                : CodedMessage.of("database.contended.others", lasted.toSeconds());
        return new DatabaseException(message, cause, DatabaseFailure.CONTENTION);
    }

    /** Classifies a failure; one to get a connection counts as unavailability, whatever the reason. */
    public static DatabaseFailure kindOf(@Nullable Throwable cause) {
        return switch (cause) {
            case DatabaseException known -> known.kind;
            case ConnectionException _ -> DatabaseFailure.UNAVAILABLE;
            case null, default -> DatabaseFailure.of(SqlState.of(cause));
        };
    }

    @Override
    public CodedMessage message() {
        return message;
    }

    /** Returns the server's SQLSTATE (PostgreSQL manual, appendix A), or empty. */
    public String state() {
        return state;
    }

    public DatabaseFailure kind() {
        return kind;
    }

    /** Whether the tables are of an earlier build, in a form that cannot be migrated. */
    public boolean isOfOtherBuild() {
        return message.code().equals(FIRST_VERSION) || message.code().equals(OTHER_BUILD);
    }

    /** Whether the same work may succeed later without changes. */
    public boolean retryable() {
        return kind != DatabaseFailure.REFUSED;
    }
}
