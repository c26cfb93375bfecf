package dev.darkroom.system;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait after failures in a row: from {@code first}, doubled each time, never more than {@code longest}. */
public record BackoffPolicy(Duration first, Duration longest) {
    private static final int DOUBLINGS = 20;

    /** @param failures in a row, at least 1 */
    public Duration after(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.clamp(failures - 1, 0, DOUBLINGS));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /** Between half and all of it, so that what failed together does not come back together. */
    public Duration withJitter(int failures, RandomGenerator random) {
        return Duration.ofMillis(Math.round(after(failures).toMillis() * (0.5 + random.nextDouble() / 2)));
    }
}
