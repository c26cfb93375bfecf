package dev.darkroom.database;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for what another process does, which nothing announces. */
final class PollingWait {
    private static final long STEP = 10;

    private PollingWait() {}

    /** Sleeps; an interrupt ends the wait with an exception and stays set. */
    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("Waiting for the database was interrupted.", exception);
        }
    }

    /** Looks every 10 ms until the condition holds; false when it did not within the limit. */
    static boolean until(BooleanSupplier condition, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            millis(STEP);
        }
        return true;
    }
}
