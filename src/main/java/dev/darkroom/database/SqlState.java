package dev.darkroom.database;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads PostgreSQL's error codes (manual, appendix A); {@link DatabaseFailure} classifies them. */
public final class SqlState {
    public static final String NONE = "";
    public static final String UNIQUE_VIOLATION = "23505";
    public static final String CHECK_VIOLATION = "23514";
    public static final String LOCK_NOT_AVAILABLE = "55P03";
    public static final String NO_SUCH_TABLE = "42P01";
    public static final String NO_PRIVILEGE = "42501";
    static final String SERIALIZATION_FAILURE = "40001";
    static final String DEADLOCK = "40P01";
    /** Cancelled by a time limit or by an operator. */
    static final String CANCELLED = "57014";

    static final String WRONG_PASSWORD = "28P01";
    static final String NO_SUCH_DATABASE = "3D000";

    private SqlState() {}

    /** Returns the first SQLSTATE in the chain of causes, or {@link #NONE}. */
    public static String of(@Nullable Throwable error) {
        SQLException sql = sqlException(error);
        String state = sql == null ? null : sql.getSQLState();
        return state == null ? NONE : state;
    }

    static @Nullable SQLException sqlException(@Nullable Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof BatchUpdateException batch && batch.getNextException() != null) {
                return batch.getNextException();
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql;
            }
        }
        return null;
    }
}
