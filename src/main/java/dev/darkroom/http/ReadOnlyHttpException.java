package dev.darkroom.http;

/** A request that could have changed something was not sent, for the connection is read-only. A person gets its sentence. */
public final class ReadOnlyHttpException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReadOnlyHttpException(String method, String host) {
        super("This connection is read-only: a %s to %s could change something there and was not sent."
                .formatted(method, host));
    }
}
