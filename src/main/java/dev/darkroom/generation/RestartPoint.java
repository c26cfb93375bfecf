package dev.darkroom.generation;

/** Where the next attempt resumes. */
public enum RestartPoint {
    FROM_STAGE(""),
    /** The POST was not accepted: it is safe to send it again. */
    NOT_SENT("submit_started_at = null, "),
    /** A file named by the result does not exist: fal.ai is asked for the result again, which may name another one. */
    FETCH_AGAIN("stage = 'SUBMITTED', "),
    /** fal.ai's job ended without a result and was not billed: a new one is needed. */
    NEW_JOB("""
            stage = null, submit_started_at = null, submitted_at = null, request_id = null, fal_status = null,
            queue_position = null, fal_started_at = null, fal_changed_at = null,
            """);

    private final String sql;

    RestartPoint(String sql) {
        this.sql = sql;
    }

    /** Returns the condition under which a run that resumes here ends at once if an operator has asked to cancel it. */
    String endsWithCancel() {
        return this == NOT_SENT ? "true" : "g.delivered";
    }

    /** Returns assignments, each followed by a comma. */
    String sql() {
        return sql;
    }
}
