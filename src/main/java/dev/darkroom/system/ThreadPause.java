package dev.darkroom.system;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Pauses the current thread. An interrupt ends the pause and stays set, so that the surrounding loop ends as well. */
public final class ThreadPause {
    private static final Duration STEP = Duration.ofMillis(10);

    private ThreadPause() {}

    /** Sleeps; false if interrupted. */
    public static boolean of(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Sleeps, for a thread that is woken to end but still has work to do: an interrupt ends only the pause. */
    public static void untilWoken(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            // ends the pause
        }
    }

    /**
     * Waits for an unannounced event in another process: polls every 10 ms until the condition holds; false if it did not
     * within the limit.
     */
    public static boolean until(BooleanSupplier condition, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end || !of(STEP)) {
                return false;
            }
        }
        return true;
    }
}
