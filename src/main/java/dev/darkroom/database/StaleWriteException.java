package dev.darkroom.database;

/** A write that named a right which is no longer its own: another engine or a person has decided. Nothing was changed. */
public final class StaleWriteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StaleWriteException(String message) {
        super(message);
    }
}
