package dev.darkroom.database.embedded;

import dev.darkroom.database.DatabaseException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for what another process does, which nothing announces. */
public final class PollingWait {
    private static final long STEP = 10;

    private PollingWait() {}

    /** Sleeps; an interrupt ends the wait with an exception and stays set. */
    public static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("Waiting for the database was interrupted.", exception);
        }
    }

    /** Looks every 10 ms until the condition holds; false when it did not within the limit. */
    public static boolean until(BooleanSupplier condition, Duration limit) {
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
