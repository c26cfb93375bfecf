package dev.darkroom.generation;

/** Why no engine may go on with a waiting generation until an operator has decided. */
public enum HoldReason {
    /** Sent to fal.ai, the answer was lost, and its request history does not show the input. */
    SUBMIT_UNKNOWN,
    /** Its job has a different address than the one configured now. */
    FOREIGN_ORIGIN,
    /** fal.ai works for others but repeatedly refuses requests about its job. */
    JOB_REFUSED,
    /** Its input cannot be read. */
    UNREADABLE
}
