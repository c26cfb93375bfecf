package dev.darkroom.generation;

/** From where the next attempt goes on. */
public enum RestartPoint {
    FROM_STAGE(""),
    /** The POST was not accepted: it is safe to send it again. */
    NOT_SENT("submit_started_at = null, "),
    /** A file that the result names is not there: fal.ai is asked for the result again, which may name another. */
    FETCH_AGAIN("stage = 'SUBMITTED', "),
    /** fal.ai's job has ended without a result and without a bill: a new one is wanted. */
    NEW_JOB("""
            stage = null, submit_started_at = null, submitted_at = null, request_id = null, fal_status = null,
            queue_position = null, fal_started_at = null, fal_changed_at = null,
            """);

    private final String sql;

    RestartPoint(String sql) {
        this.sql = sql;
    }

    /** Assignments, each followed by a comma. */
    String sql() {
        return sql;
    }
}
