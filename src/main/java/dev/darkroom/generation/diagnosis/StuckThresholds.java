package dev.darkroom.generation.diagnosis;

import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.engine.EngineSettings;
import java.time.Duration;
import java.util.function.Function;

/**
 * When something counts as too long.
 *
 * @param usual how long jobs of a model usually are, and their limits; never blocks
 * @param silence an engine that was not heard for this long went silent
 * @param givenUp what a silent engine held is taken over after this long
 * @param unasked how long a job at fal.ai may go unwatched before its result is in danger; fal.ai keeps a result for one
 *     hour for sure
 * @param unstored how long a result may wait for storage before its files are in danger; fal.ai keeps files for 7 days
 * @param lookUp how long a lost submit is looked for in fal.ai's history before it is left to a person
 * @param uploads failed attempts to store that are still an accident
 */
public record StuckThresholds(
        Function<String, TypicalDurations> usual,
        Duration silence,
        Duration givenUp,
        Duration unasked,
        Duration unstored,
        Duration lookUp,
        int uploads) {
    private static final Duration UNKNOWN_MODEL = Duration.ofSeconds(60);
    private static final Duration FLOOR = Duration.ofSeconds(60);
    /** A job is asked about every few seconds: less cannot be told from the asking itself. */
    private static final Duration LEAST_FLOOR = Duration.ofSeconds(5);

    /** From the catalog; at speed 10, as a sandbox may run, everything is too long ten times sooner. */
    public static StuckThresholds of(ModelCatalog models, double speed) {
        return of(models, EngineSettings.DEFAULT, speed);
    }

    static StuckThresholds of(ModelCatalog models, EngineSettings engine, double speed) {
        return new StuckThresholds(
                model -> catalog(models, speed, model),
                // seen as silent a beat before it is given up, so that the verdict precedes the rescue
                engine.silence().multipliedBy(3).dividedBy(4),
                engine.silence(),
                faster(Duration.ofMinutes(30), speed),
                faster(Duration.ofDays(6), speed),
                engine.lookUpFor(),
                3);
    }

    /** The limits of one connection: for its engine and for all that is shown, by what its finished generations took. */
    public static StuckThresholds learned(
            TypicalDurationStore times, ModelCatalog models, EngineSettings engine, double speed) {
        StuckThresholds catalog = of(models, engine, speed);
        return new StuckThresholds(
                times,
                catalog.silence(),
                catalog.givenUp(),
                catalog.unasked(),
                catalog.unstored(),
                catalog.lookUp(),
                catalog.uploads());
    }

    static Duration floor(double speed) {
        Duration floor = faster(FLOOR, speed);
        return floor.compareTo(LEAST_FLOOR) < 0 ? LEAST_FLOOR : floor;
    }

    static TypicalDurations catalog(ModelCatalog models, double speed, String model) {
        Duration usual = faster(models.find(model).map(CatalogModel::usual).orElse(UNKNOWN_MODEL), speed);
        TypicalDurations.Span span = TypicalDurations.Span.ofCatalog(usual, floor(speed));
        return new TypicalDurations(span, span);
    }

    private static Duration faster(Duration time, double speed) {
        return Duration.ofMillis(Math.round(time.toMillis() / speed));
    }
}
