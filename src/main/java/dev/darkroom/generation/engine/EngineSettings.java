package dev.darkroom.generation.engine;

import dev.darkroom.fal.catalog.MediaKind;
import java.time.Duration;

/**
 * The settings of an engine.
 *
 * @param capacity the maximum number of generations in flight
 * @param linkLife how long the signed URL of a finished generation is valid
 * @param patience how long fal.ai may report no change for an image before it is asked to cancel the job, and a third of the
 *     total time allowed; twice that for audio, five times for video
 * @param lookUpFor how long to look for a lost submit in fal.ai's history before leaving it to an operator
 * @param firstRetryDelay the first wait between attempts; it doubles up to {@code maxRetryDelay}
 * @param failsFlagged whether a result whose files are all flagged by the provider's own safety check fails and is refunded;
 *     otherwise it is completed with a warning
 * @param silence an engine without a heartbeat for this long is considered dead
 */
public record EngineSettings(
        int capacity,
        Duration linkLife,
        Duration patience,
        Duration lookUpFor,
        Duration firstRetryDelay,
        Duration maxRetryDelay,
        Duration silence,
        boolean failsFlagged) {

    /** How far before the submit to start reading fal.ai's history, as the clocks of fal.ai and the database may differ. */
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
            Duration firstRetryDelay,
            Duration maxRetryDelay,
            Duration silence) {
        this(capacity, linkLife, patience, lookUpFor, firstRetryDelay, maxRetryDelay, silence, true);
    }

    public EngineSettings {
        if (capacity < 1) {
            throw new IllegalArgumentException(
                    "An engine needs room for at least one generation, not " + capacity + ".");
        }
    }

    /** For the sandbox, whose jobs take seconds: gives up on faults while an operator is still watching. */
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

    /** For this long after following begins, parts of fal.ai may not know the job yet, so a 404 is asked again. */
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
