package dev.darkroom.generation.engine;

import dev.darkroom.fal.catalog.MediaKind;
import java.time.Duration;

/**
 * How an engine works.
 *
 * @param capacity generations in flight at most
 * @param linkLife how long the signed URL of a finished generation lives
 * @param patience how long fal.ai may show no change for a picture before it is asked to cancel, and a third of how long it may
 *     take in all; sound gets twice, video five times as long
 * @param lookUpFor how long a lost submit is looked for in fal.ai's history before a person is asked
 * @param firstRetry the first wait between attempts; it doubles up to {@code longestRetry}
 * @param failsFlagged whether a result whose files are all flagged by the provider's own safety check fails and is refunded;
 *     else it is completed with a warning
 * @param silence an engine that has not said anything for this long is dead
 */
public record EngineSettings(
        int capacity,
        Duration linkLife,
        Duration patience,
        Duration lookUpFor,
        Duration firstRetry,
        Duration longestRetry,
        Duration silence,
        boolean failsFlagged) {

    /** How far back before the submit the history of fal.ai is read, for the clocks of fal.ai and the database may differ. */
    public static final Duration LOOK_UP_WINDOW = Duration.ofMinutes(15);

    public static final EngineSettings DEFAULT = new EngineSettings(
            200,
            Duration.ofDays(7),
            Duration.ofMinutes(10),
            Duration.ofMinutes(3),
            Duration.ofSeconds(2),
            Duration.ofMinutes(5),
            Duration.ofSeconds(20),
            true);

    public EngineSettings(
            int capacity,
            Duration linkLife,
            Duration patience,
            Duration lookUpFor,
            Duration firstRetry,
            Duration longestRetry,
            Duration silence) {
        this(capacity, linkLife, patience, lookUpFor, firstRetry, longestRetry, silence, true);
    }

    public EngineSettings {
        if (capacity < 1) {
            throw new IllegalArgumentException(
                    "An engine needs room for at least one generation, not " + capacity + ".");
        }
    }

    /** For the sandbox, whose jobs take seconds: faults are given up on while one is still looking. */
    public static EngineSettings sandbox(int capacity) {
        return new EngineSettings(
                capacity,
                Duration.ofDays(7),
                Duration.ofSeconds(20),
                Duration.ofSeconds(45),
                Duration.ofMillis(500),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                true);
    }

    /** So long after a job was taken up it may be unknown to a part of fal.ai, and a 404 is asked again. */
    Duration unknownGrace() {
        return lookUpFor.dividedBy(3);
    }

    Duration patience(MediaKind kind) {
        return switch (kind) {
            case IMAGE -> patience;
            case AUDIO -> patience.multipliedBy(2);
            case VIDEO -> patience.multipliedBy(5);
        };
    }
}
