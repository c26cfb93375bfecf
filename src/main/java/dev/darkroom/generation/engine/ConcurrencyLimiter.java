package dev.darkroom.generation.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets so many runs of an engine at once do what needs a connection and memory of its own, in the order in which they came.
 * Ten thousand may be in flight, yet they must not all send, or all upload, at the same moment.
 */
public final class ConcurrencyLimiter {
    private static final Duration RENEW = Duration.ofSeconds(30);

    private final Semaphore places;

    public ConcurrencyLimiter(int places) {
        this.places = new Semaphore(places, true);
    }

    /** {@code waiting} is called now and then before it is this one's turn, to keep its claim. */
    <T> T pass(Runnable waiting, Supplier<T> work) {
        try {
            while (!places.tryAcquire(RENEW.toMillis(), TimeUnit.MILLISECONDS)) {
                waiting.run();
            }
        } catch (InterruptedException _) {
            throw new RunContext.Stopped();
        }
        return inside(work);
    }

    /** Empty, and nothing done, when it would have to wait. */
    <T> Optional<T> passAtOnce(Supplier<T> work) {
        try {
            // with a time, though of nothing: without one it would pass those that wait
            return places.tryAcquire(0, TimeUnit.MILLISECONDS) ? Optional.of(inside(work)) : Optional.empty();
        } catch (InterruptedException _) {
            throw new RunContext.Stopped();
        }
    }

    private <T> T inside(Supplier<T> work) {
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
