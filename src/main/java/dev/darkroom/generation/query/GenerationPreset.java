package dev.darkroom.generation.query;

/** The fixed views of the list of generations, each in the order that serves it best. */
public enum GenerationPreset {
    /** What is stuck, or ended with the credits still taken. */
    ATTENTION(true),
    IN_FLIGHT(true),
    WAITING(true),
    FAILED(false),
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
