package dev.darkroom.fal;

/**
 * fal's answer to a cancel request. Only {@link #REMOVED} means that the job will not run; otherwise keep polling the status.
 */
public enum FalCancelResult {
    /** Signalled; it may still finish and be billed. */
    REQUESTED,
    /** Taken out of the queue before it ran. */
    REMOVED,
    /** Too late: a result exists or is about to. */
    ALREADY_COMPLETED,
    /** Unknown or expired. */
    NOT_FOUND
}
