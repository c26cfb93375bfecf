package dev.darkroom.database;

import java.util.Set;

/** The kinds of database failures, which decide how to react. */
public enum DatabaseFailure {
    /**
     * No connection, or a server that is shutting down, full, read-only or takes no more sessions: wait, without counting an
     * attempt.
     */
    UNAVAILABLE,
    /**
     * Another session was in the way (lock, deadlock, serialization, cancelled statement): the same work may succeed if
     * repeated.
     */
    CONTENTION,
    /**
     * The statement or its values are at fault: a repetition fails again, so it must count as an attempt or be written
     * differently.
     */
    REFUSED;

    /** Connection, login, resources, and system errors below PostgreSQL. */
    private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "28", "53", "58");

    /**
     * Read-only transaction (a standby after a failover), idle or whole transaction ended by a limit, admin shutdown, crash
     * shutdown, cannot connect now, database dropped, idle session ended, no such database.
     */
    private static final Set<String> UNAVAILABLE_STATES =
            Set.of("25006", "25P03", "25P04", "57P01", "57P02", "57P03", "57P04", "57P05", "3D000");

    private static final Set<String> CONTENTION_STATES =
            Set.of(SqlState.SERIALIZATION_FAILURE, SqlState.DEADLOCK, SqlState.LOCK_NOT_AVAILABLE, SqlState.CANCELLED);

    /**
     * Classifies by SQLSTATE (PostgreSQL manual, appendix A); a failure without one did not come from the server and is
     * REFUSED.
     */
    public static DatabaseFailure of(String state) {
        if (UNAVAILABLE_STATES.contains(state)
                || (state.length() == 5 && UNAVAILABLE_CLASSES.contains(state.substring(0, 2)))) {
            return UNAVAILABLE;
        }
        return CONTENTION_STATES.contains(state) ? CONTENTION : REFUSED;
    }
}
