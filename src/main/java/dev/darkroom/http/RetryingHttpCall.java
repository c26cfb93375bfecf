package dev.darkroom.http;

import dev.darkroom.system.BackoffPolicy;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Retries a blocking call that is safe to repeat, such as a GET, while it fails with a retryable {@link RemoteException}:
 * exponential backoff with jitter, or the wait requested by the service when that is longer. Never use it for a call that
 * starts something or costs money.
 */
public final class RetryingHttpCall {
    /** Sleeps; tests substitute one that only counts. */
    public interface Sleeper {
        void sleep(Duration wait) throws InterruptedException;
    }

    private final int attempts;
    private final BackoffPolicy backoff;
    private final Sleeper sleeper;
    private final RandomGenerator random;

    /**
     * Makes at most {@code attempts} calls; the wait starts at {@code first}, doubles each time and never exceeds
     * {@code maxDelay}.
     */
    public RetryingHttpCall(int attempts, Duration first, Duration maxDelay) {
        this(attempts, first, maxDelay, Thread::sleep, RandomGenerator.getDefault());
    }

    RetryingHttpCall(int attempts, Duration first, Duration maxDelay, Sleeper sleeper, RandomGenerator random) {
        if (attempts < 1) {
            throw new IllegalArgumentException("A retry needs at least one attempt, not " + attempts + ".");
        }
        this.attempts = attempts;
        this.backoff = new BackoffPolicy(first, maxDelay);
        this.sleeper = sleeper;
        this.random = random;
    }

    /**
     * Returns the result of the first successful call.
     *
     * @throws RemoteException the last failure: not retryable, attempts exhausted, the service requests a longer wait than the
     *     longest allowed, or the thread was interrupted (its interrupt flag is set)
     */
    public <T> T call(Supplier<T> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (RemoteException failure) {
                Duration asked = failure.retryAfter().orElse(Duration.ZERO);
                boolean last = attempt == attempts || asked.compareTo(backoff.max()) > 0;
                if (last || !failure.retryable() || !waited(longer(asked, delay(attempt)))) {
                    throw failure;
                }
            }
        }
    }

    /** Returns a value between half and all of first x 2^(attempt - 1), at most the longest wait. */
    Duration delay(int attempt) {
        return backoff.withJitter(attempt, random);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private boolean waited(Duration wait) {
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
        try {
            sleeper.sleep(wait);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
