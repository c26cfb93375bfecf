package dev.darkroom.generation.diagnosis;

import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.diagnosis.TypicalDurationStore.TypicalDurations;
import dev.darkroom.generation.engine.EngineSettings;
import java.time.Duration;
import java.util.function.Function;

/**
 * The limits beyond which something takes too long.
 *
 * @param usual the usual durations of a model's jobs, and their limits; never blocks
 * @param silence an engine without a heartbeat for this long counts as silent
 * @param givenUp how long after its last heartbeat a silent engine's generations are taken over
 * @param unwatched how long a job at fal.ai may go unwatched before its result is in danger; fal.ai guarantees to keep a result
 *     for one hour
 * @param unstored how long a result may wait for storage before its files are in danger; fal.ai keeps files for 7 days
 * @param lookUp how long to look for a lost submit in fal.ai's history before leaving it to an operator
 * @param uploads the number of failed attempts to store that still counts as bad luck
 */
public record StuckThresholds(
        Function<String, TypicalDurations> usual,
        Duration silence,
        Duration givenUp,
        Duration unwatched,
        Duration unstored,
        Duration lookUp,
        int uploads) {
    private static final Duration UNKNOWN_MODEL = Duration.ofSeconds(60);
    private static final Duration FLOOR = Duration.ofSeconds(60);
    /** Jobs are polled every few seconds: anything shorter cannot be distinguished from the polling interval. */
    private static final Duration MIN_FLOOR = Duration.ofSeconds(5);

    /** Uses the catalog; at speed 10, as a sandbox may run, the limits are ten times shorter. */
    public static StuckThresholds of(ModelCatalog models, double speed) {
        return of(models, EngineSettings.DEFAULT, speed);
    }

    static StuckThresholds of(ModelCatalog models, EngineSettings engine, double speed) {
        return new StuckThresholds(
                model -> catalog(models, speed, model),
                // counts as silent one heartbeat before it is given up, so that the verdict precedes the rescue
                engine.silence().multipliedBy(3).dividedBy(4),
                engine.silence(),
                faster(Duration.ofMinutes(30), speed),
                faster(Duration.ofDays(6), speed),
                engine.lookUpFor(),
                3);
    }

    /**
     * The limits of one connection, for its engine and all its displays, learned from the durations of its finished
     * generations.
     */
    public static StuckThresholds learned(
            TypicalDurationStore times, ModelCatalog models, EngineSettings engine, double speed) {
        StuckThresholds catalog = of(models, engine, speed);
        return new StuckThresholds(
                times,
                catalog.silence(),
                catalog.givenUp(),
                catalog.unwatched(),
                catalog.unstored(),
                catalog.lookUp(),
                catalog.uploads());
    }

    static Duration floor(double speed) {
        Duration floor = faster(FLOOR, speed);
        return floor.compareTo(MIN_FLOOR) < 0 ? MIN_FLOOR : floor;
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
