package dev.darkroom.http;

import java.io.IOException;
import java.io.InterruptedIOException;

/** Tells a service that is away or overloaded from one that answered about the request: the first is no fault of the work that met it. */
public final class ServiceOutage {
    private ServiceOutage() {}

    /**
     * Whether no whole answer came, or one that says "not now": 5xx, 429, 423 (locked). Such a failure counts for nobody's
     * attempts. False for an interrupted thread and for what will fail again however well the service is.
     */
    public static boolean isOutage(RemoteException failure) {
        return switch (failure.kind()) {
            case FINAL, ACCOUNT_WIDE -> false;
            case RETRYABLE, UNKNOWN ->
                failure.status() == 0
                        ? isSilence(failure)
                        : failure.status() >= 500 || failure.status() == 429 || failure.status() == 423;
        };
    }

    private static boolean isSilence(RemoteException failure) {
        return failure.getCause() instanceof IOException cause
                && !(cause instanceof InterruptedIOException late && NetworkFault.of(late) == NetworkFault.INTERRUPTED);
    }
}
