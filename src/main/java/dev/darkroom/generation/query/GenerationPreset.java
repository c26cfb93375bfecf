package dev.darkroom.generation.query;

/**
 * The fixed views of the list of generations, each in the order that serves it best. Besides {@link #ALL}, every generation is
 * in exactly one of them: those flagged by the monitor in {@link #ATTENTION}, whatever their status, for as long as they are
 * flagged; all others in the view of their status. So a generation that ended without its refund or its link counts among those
 * that a person must look at, and not a second time as failed or completed.
 */
public enum GenerationPreset {
    /** Generations that are stuck, or ended without a refund. */
    ATTENTION(true),
    IN_FLIGHT(true),
    WAITING(true),
    FAILED(false),
    /** Separate from failed ones, so that a retry of all failures restarts nothing that somebody has cancelled. */
    CANCELLED(false),
    COMPLETED(false),
    ALL(false);

    private final boolean oldestFirst;

    GenerationPreset(boolean oldestFirst) {
        this.oldestFirst = oldestFirst;
    }

    /** Whether the oldest come first: so for current work, while ended generations are read newest first. */
    public boolean oldestFirst() {
        return oldestFirst;
    }
}
