package dev.darkroom.http;

import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * Distinguishes a service that is down or overloaded from one that answered the request: an outage is not the fault of the
 * affected work.
 */
public final class ServiceOutage {
    private ServiceOutage() {}

    /**
     * Whether no complete answer arrived, or one that means "not now": 5xx, 429, 423 (locked). Such a failure does not count as
     * an attempt. False for an interrupted thread and for requests that would fail again even on a healthy service.
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
