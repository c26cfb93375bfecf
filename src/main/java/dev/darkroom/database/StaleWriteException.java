package dev.darkroom.database;

/** A write with a stale fencing token: another engine or an operator has decided. Nothing was changed. */
public final class StaleWriteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StaleWriteException(String message) {
        super(message);
    }
}
