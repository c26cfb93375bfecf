package dev.darkroom.generation;

/** Why no engine may go on with a waiting generation until a person has decided. */
public enum HoldReason {
    /** Sent to fal.ai, the answer was lost, and its request history does not show the input. */
    SUBMIT_UNKNOWN,
    /** Its job is at another address than the one that is configured now. */
    FOREIGN_ORIGIN,
    /** fal.ai works for others and refuses, again and again, to say anything of its job. */
    JOB_REFUSED,
    /** What is asked for cannot be read. */
    UNREADABLE
}
