package dev.darkroom.database;

import dev.darkroom.http.Redact;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** What went wrong with the database, as one sentence for a person. Never holds a password or a parameter value. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String state;
    private final boolean retryable;

    public DatabaseException(String message) {
        this(message, null, SqlState.NONE);
    }

    public DatabaseException(String message, @Nullable Throwable cause) {
        this(message, cause, SqlState.of(cause));
    }

    DatabaseException(String message, @Nullable Throwable cause, String state) {
        this(message, cause, state, SqlState.retryable(state));
    }

    private DatabaseException(String message, @Nullable Throwable cause, String state, boolean retryable) {
        super(Redact.text(message), cause);
        this.state = state;
        this.retryable = retryable;
    }

    /** The failure of a statement or a connection, told by the words of the server alone. */
    static DatabaseException of(Throwable cause) {
        if (cause instanceof DatabaseException known) {
            return known;
        }
        SQLException sql = SqlState.sqlException(cause);
        String words = sql == null ? cause.toString() : String.valueOf(sql.getMessage());
        if (cause instanceof ConnectionException || SqlState.connectionLost(SqlState.of(cause))) {
            return lost("The connection to the database was lost: " + words, cause);
        }
        return new DatabaseException("The database refused a statement: " + words, cause);
    }

    static DatabaseException lost(String message, @Nullable Throwable cause) {
        return new DatabaseException(message, cause, SqlState.of(cause), true);
    }

    /** The SQLSTATE of the server (PostgreSQL manual, appendix A), or empty. */
    public String state() {
        return state;
    }

    /** True when the same work may succeed later: connection lost, server shutting down, deadlock, serialization, lock timeout. */
    public boolean retryable() {
        return retryable;
    }
}
