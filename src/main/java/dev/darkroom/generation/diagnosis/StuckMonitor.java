package dev.darkroom.generation.diagnosis;

import dev.darkroom.database.Database;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import dev.darkroom.fal.catalog.CatalogModel;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.EngineName;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.engine.EngineWorkLoop;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogContext;
import dev.darkroom.logging.LogMark;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks every few seconds for what is stuck, also while the engine of this process is off, for then nobody else may look; and
 * tells each verdict once: a line of the generation's timeline and a line of the log, for all engines of the database together.
 * On a thread of its own, so that no claim waits for it.
 */
public final class StuckMonitor implements AutoCloseable {
    /** Between going silent and being given up lies a heartbeat of five seconds: no silent engine slips through. */
    private static final Duration EVERY = Duration.ofSeconds(3);

    private final Supplier<ClusterSnapshot> situation;
    private final StuckDetector verdicts;
    private final GenerationEngine engine;
    private final EventBus events;
    private final EngineWorkLoop loop = new EngineWorkLoop("The watch for what is stuck", EVERY, this::turn);
    private GenerationRow.@Nullable Key next;

    /** Begins at once. */
    public static StuckMonitor start(
            Database database,
            StuckThresholds limits,
            Supplier<ClusterSnapshot> situation,
            ModelCatalog models,
            GenerationEngine engine,
            EventBus events) {
        List<String> names =
                models.models().stream().map(CatalogModel::endpointId).toList();
        StuckMonitor watch = new StuckMonitor(situation, new StuckDetector(database, limits, names), engine, events);
        watch.loop.start("watch");
        return watch;
    }

    public StuckMonitor(
            Supplier<ClusterSnapshot> situation, StuckDetector verdicts, GenerationEngine engine, EventBus events) {
        this.situation = situation;
        this.verdicts = verdicts;
        this.engine = engine;
        this.events = events;
    }

    private boolean turn() throws InterruptedException {
        Thread.sleep(EVERY); // also before the first time: engines that have just begun say so first
        check();
        return true;
    }

    /** One look; tells what is new. */
    public synchronized void check() {
        StuckDetector.DetectionResult result = verdicts.find(next, situation, EngineName.of(engine.id()));
        next = result.next();
        result.verdicts().forEach(this::publish);
        result.cleared().forEach(cleared -> changed(cleared.id(), cleared.userId()));
    }

    private void publish(StuckDetector.Verdict verdict) {
        GenerationRow row = verdict.row();
        GenerationDiagnosis diagnosis = verdict.diagnosis();
        try (LogContext _ = LogContext.of(row.id(), row.userId())) {
            if (row.stage() != null) {
                LogContext.stage(row.stage().name());
            }
            CategoryLog.warning(
                    LogCategory.GENERATION_PROCESSING,
                    LogMark.WARNING,
                    "Generation {} needs attention ({}): {} Safe: {}",
                    row.id(),
                    diagnosis.cause(),
                    StuckDetector.text(diagnosis),
                    safe(diagnosis));
        }
        changed(row.id(), row.userId());
    }

    private void changed(UUID id, String userId) {
        events.publish(new EngineEvent.GenerationChanged(id, userId, EngineEvent.Change.PROGRESS));
    }

    private static String safe(GenerationDiagnosis diagnosis) {
        String act = diagnosis.act() == GenerationDiagnosis.SafeAction.NONE
                ? ""
                : diagnosis.act().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", ";
        return act + diagnosis.remark();
    }

    @Override
    public void close() {
        loop.close();
    }
}
