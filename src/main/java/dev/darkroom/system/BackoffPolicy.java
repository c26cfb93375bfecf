package dev.darkroom.system;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Exponential backoff after consecutive failures: {@code first}, doubled each time, up to {@code max}. */
public record BackoffPolicy(Duration first, Duration max) {
    private static final int DOUBLINGS = 20;

    /** @param failures consecutive, at least 1 */
    public Duration after(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.clamp(failures - 1, 0, DOUBLINGS));
        return doubled.compareTo(max) < 0 ? doubled : max;
    }

    /** Returns between half and all of the delay, so that clients that failed together do not retry together. */
    public Duration withJitter(int failures, RandomGenerator random) {
        return Duration.ofMillis(Math.round(after(failures).toMillis() * (0.5 + random.nextDouble() / 2)));
    }
}
