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
 * Scans for stuck generations every few seconds, even while this process's engine is off, as no other may be scanning then;
 * reports each finding once, as a line in the generation's timeline and one in the log, across all engines of the database.
 * Uses a dedicated thread, so that no claim waits for it.
 */
public final class StuckMonitor implements AutoCloseable {
    /**
     * A silent engine is given up one heartbeat of five seconds after it counts as silent: none slips through between two
     * scans.
     */
    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private final Supplier<ClusterSnapshot> cluster;
    private final StuckDetector verdicts;
    private final GenerationEngine engine;
    private final EventBus events;
    private final EngineWorkLoop loop = new EngineWorkLoop("The watch for what is stuck", INTERVAL, this::turn);
    private GenerationRow.@Nullable Key next;

    /** Creates a monitor and starts it at once. */
    public static StuckMonitor start(
            Database database,
            StuckThresholds limits,
            Supplier<ClusterSnapshot> cluster,
            ModelCatalog models,
            GenerationEngine engine,
            EventBus events) {
        List<String> names =
                models.models().stream().map(CatalogModel::endpointId).toList();
        StuckMonitor watch = new StuckMonitor(cluster, new StuckDetector(database, limits, names), engine, events);
        watch.loop.start("watch");
        return watch;
    }

    public StuckMonitor(
            Supplier<ClusterSnapshot> cluster, StuckDetector verdicts, GenerationEngine engine, EventBus events) {
        this.cluster = cluster;
        this.verdicts = verdicts;
        this.engine = engine;
        this.events = events;
    }

    private boolean turn() throws InterruptedException {
        Thread.sleep(INTERVAL); // also before the first scan: engines that have just started send their heartbeat first
        check();
        return true;
    }

    /** Scans once and publishes what is new. */
    public synchronized void check() {
        StuckDetector.DetectionResult result = verdicts.find(next, cluster, EngineName.of(engine.id()));
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
