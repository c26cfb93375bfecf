package dev.darkroom.fal;

import dev.darkroom.fal.catalog.MediaKind;
import java.time.Duration;

/**
 * The delay before the next status call: 0.5 s during the first 10 s, then a twentieth of the elapsed time, up to 5 s (10 s for
 * video), with jitter of plus or minus 20 % so that many jobs do not poll in step.
 */
public record StatusPollDelay(Duration maxDelay) {
    private static final Duration MIN_DELAY = Duration.ofMillis(500);
    private static final double SPREAD = 0.2;

    public static StatusPollDelay of(MediaKind kind) {
        return new StatusPollDelay(
                switch (kind) {
                    case VIDEO -> Duration.ofSeconds(10);
                    case IMAGE, AUDIO -> Duration.ofSeconds(5);
                });
    }

    /** {@code elapsed} is the time since the submit; {@code random} ranges from 0 to 1, as {@code nextDouble()} returns it. */
    public Duration next(Duration elapsed, double random) {
        long even = Math.clamp(elapsed.toMillis() / 20, MIN_DELAY.toMillis(), maxDelay.toMillis());
        return Duration.ofMillis(Math.round(even * (1 - SPREAD + 2 * SPREAD * random)));
    }
}
