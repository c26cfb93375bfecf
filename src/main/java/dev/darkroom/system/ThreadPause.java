package dev.darkroom.system;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting on this thread, which an interrupt ends; the interrupt stays set, so that the loop around it ends as well. */
public final class ThreadPause {
    private static final Duration STEP = Duration.ofMillis(10);

    private ThreadPause() {}

    /** False when it was interrupted. */
    public static boolean of(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** For a thread that is woken to end, and then has something left to do: an interrupt ends the pause alone. */
    public static void untilWoken(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            // as said
        }
    }

    /** For what another process does, which nothing announces: looks every 10 ms until it holds; false when it did not within the limit. */
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
