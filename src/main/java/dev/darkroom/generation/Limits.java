package dev.darkroom.generation;

import dev.darkroom.fal.Model;
import dev.darkroom.fal.ModelCatalog;
import java.time.Duration;
import java.util.function.Function;

/**
 * When something counts as too long.
 *
 * @param usual how long a job of a model usually takes
 * @param factor how many usual times are the limit
 * @param floor the limit is never shorter
 * @param silence an engine that was not heard for this long is gone
 * @param unasked how long a job at fal.ai may go unwatched before its result is in danger; fal.ai keeps a result for one
 *     hour for sure
 * @param unstored how long a result may wait for storage before its files are in danger; fal.ai keeps files for 7 days
 * @param uploads failed attempts to store that are still an accident
 */
public record Limits(
        Function<String, Duration> usual,
        int factor,
        Duration floor,
        Duration silence,
        Duration unasked,
        Duration unstored,
        int uploads) {
    private static final Duration UNKNOWN_MODEL = Duration.ofSeconds(60);

    /** From the catalog; at speed 10, as a sandbox may run, everything is too long ten times sooner. */
    public static Limits of(ModelCatalog models, double speed) {
        return new Limits(
                model -> faster(models.find(model).map(Model::usual).orElse(UNKNOWN_MODEL), speed),
                4,
                faster(Duration.ofSeconds(60), speed),
                EngineSettings.DEFAULT.silence(),
                Duration.ofMinutes(30),
                Duration.ofDays(6),
                3);
    }

    private static Duration faster(Duration time, double speed) {
        return Duration.ofMillis(Math.round(time.toMillis() / speed));
    }

    Duration limit(String model) {
        Duration limit = usual.apply(model).multipliedBy(factor);
        return limit.compareTo(floor) < 0 ? floor : limit;
    }
}
