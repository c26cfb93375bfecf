package dev.darkroom.generation;

/** The key of a request was used before, for another request. */
public final class RequestConflictException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    RequestConflictException(String message) {
        super(message);
    }
}
