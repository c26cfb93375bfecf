package dev.darkroom.database;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads PostgreSQL's error codes (manual, appendix A). */
public final class SqlState {
    public static final String NONE = "";
    public static final String UNIQUE_VIOLATION = "23505";
    public static final String CHECK_VIOLATION = "23514";
    static final String WRONG_PASSWORD = "28P01";
    static final String NO_SUCH_DATABASE = "3D000";

    /** Serialization failure, deadlock, lock not available, statement cancelled by a limit, too many connections. */
    private static final Set<String> LATER = Set.of("40001", "40P01", "55P03", "57014", "53300");

    /** Admin shutdown, crash shutdown, cannot connect now, idle session ended, idle transaction ended. */
    private static final Set<String> SERVER_GONE = Set.of("57P01", "57P02", "57P03", "57P05", "25P03");

    private SqlState() {}

    /** The first SQLSTATE in the chain of causes, or {@link #NONE}. */
    public static String of(@Nullable Throwable error) {
        SQLException sql = sqlException(error);
        String state = sql == null ? null : sql.getSQLState();
        return state == null ? NONE : state;
    }

    /** True for every error after which the connection cannot be used any more, class 08 included. */
    public static boolean connectionLost(String state) {
        return state.startsWith("08") || SERVER_GONE.contains(state);
    }

    /** True when the same statement may succeed later without being changed. */
    public static boolean retryable(String state) {
        return connectionLost(state) || LATER.contains(state);
    }

    public static boolean retryable(@Nullable Throwable error) {
        return error instanceof DatabaseException known ? known.retryable() : retryable(of(error));
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
