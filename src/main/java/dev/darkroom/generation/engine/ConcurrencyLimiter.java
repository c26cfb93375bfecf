package dev.darkroom.generation.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Limits how many runs of an engine may do work that needs its own connection and memory at the same time, first come, first
 * served. Ten thousand runs may be in flight, but they must not all send, or all upload, at the same moment.
 */
public final class ConcurrencyLimiter {
    private static final Duration RENEW = Duration.ofSeconds(30);

    private final Semaphore places;

    public ConcurrencyLimiter(int places) {
        this.places = new Semaphore(places, true);
    }

    /** Waits for a place; calls {@code waiting} periodically until then, to renew the run's lease. */
    <T> T run(Runnable waiting, Supplier<T> work) {
        try {
            while (!places.tryAcquire(RENEW.toMillis(), TimeUnit.MILLISECONDS)) {
                waiting.run();
            }
        } catch (InterruptedException _) {
            throw new RunContext.Stopped();
        }
        return runAndRelease(work);
    }

    /** Returns empty, without running the work, if it would have to wait. */
    <T> Optional<T> tryRun(Supplier<T> work) {
        try {
            // with a timeout, even of zero: without one it would barge past the waiting threads
            return places.tryAcquire(0, TimeUnit.MILLISECONDS) ? Optional.of(runAndRelease(work)) : Optional.empty();
        } catch (InterruptedException _) {
            throw new RunContext.Stopped();
        }
    }

    private <T> T runAndRelease(Supplier<T> work) {
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
