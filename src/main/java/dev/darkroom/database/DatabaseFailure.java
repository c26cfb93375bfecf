package dev.darkroom.database;

import java.util.Set;

/** What a failure of the database is about, and so who must do what about it. */
public enum DatabaseFailure {
    /** No connection, a server that shuts down, is full, takes no more sessions or only reads: it is nobody's attempt, wait. */
    UNAVAILABLE,
    /** Another session was in the way (lock, deadlock, serialization, cancelled statement): the same again may succeed. */
    CONTENTION,
    /** The statement or its values: the same again is refused again, so it must count as an attempt or be written otherwise. */
    REFUSED;

    /** Connection, login, resources, and errors of the system below PostgreSQL. */
    private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "28", "53", "58");

    /**
     * Read-only transaction (a stand-by after a failover), idle or whole transaction ended by a limit, admin shutdown, crash
     * shutdown, cannot connect now, database dropped, idle session ended, no such database.
     */
    private static final Set<String> UNAVAILABLE_STATES =
            Set.of("25006", "25P03", "25P04", "57P01", "57P02", "57P03", "57P04", "57P05", "3D000");

    private static final Set<String> CONTENTION_STATES =
            Set.of(SqlState.SERIALIZATION_FAILURE, SqlState.DEADLOCK, SqlState.LOCK_NOT_AVAILABLE, SqlState.CANCELLED);

    /** By SQLSTATE (PostgreSQL manual, appendix A); what names none did not come from the server and is refused. */
    public static DatabaseFailure of(String state) {
        if (UNAVAILABLE_STATES.contains(state)
                || (state.length() == 5 && UNAVAILABLE_CLASSES.contains(state.substring(0, 2)))) {
            return UNAVAILABLE;
        }
        return CONTENTION_STATES.contains(state) ? CONTENTION : REFUSED;
    }
}
