package dev.darkroom.generation.query;

/**
 * The fixed views of the list of generations, each in the order that serves it best. Every generation stands in exactly one
 * of them besides {@link #ALL}: what the monitor has flagged in {@link #ATTENTION}, whatever its status, for as long as
 * it is flagged; everything else in the view of its status. So what ended without its refund or without its link is counted
 * among what a person must look at, and not a second time among what has failed or was completed.
 */
public enum GenerationPreset {
    /** What is stuck, or ended with the credits still taken. */
    ATTENTION(true),
    IN_FLIGHT(true),
    WAITING(true),
    FAILED(false),
    /** Apart from the failed ones, so that a retry of all that failed sends nothing that somebody has called off. */
    CANCELLED(false),
    COMPLETED(false),
    ALL(false);

    private final boolean oldestFirst;

    GenerationPreset(boolean oldestFirst) {
        this.oldestFirst = oldestFirst;
    }

    /** What is under way is read from the oldest, what has ended from the newest. */
    public boolean oldestFirst() {
        return oldestFirst;
    }
}
