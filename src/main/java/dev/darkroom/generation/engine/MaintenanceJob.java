package dev.darkroom.generation.engine;

import dev.darkroom.database.AdvisoryLock;
import dev.darkroom.database.Database;
import dev.darkroom.event.EngineEvent;
import dev.darkroom.event.EventBus;
import dev.darkroom.generation.PromptSearchIndex;
import dev.darkroom.metric.MetricRollup;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * Housekeeping beside an engine and while that one runs: fills the index of prompts, sums up what happened, and deletes what is older than is to be
 * kept. Small steps, a transaction each, by one process of a database at a time; it rests as long as it works, and gives way
 * to whoever has a row.
 */
public final class MaintenanceJob implements AutoCloseable {
    private static final Duration LEAST_REST = Duration.ofMillis(50);

    private static final Duration POLL = Duration.ofSeconds(1);
    /** For what other processes do. */
    private static final Duration IDLE_POLL = Duration.ofSeconds(5);
    /** So long after the last event here there may still be something to sum up, for what other sessions have open ends later. */
    private static final Duration AFTERMATH = Duration.ofSeconds(90);

    /** What is to be forgotten is days old, so nobody misses it sooner. */
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

    private static final List<Predicate<Handle>> SUMMING = List.of(PromptSearchIndex::fill, MetricRollup::step);

    private static final List<Predicate<Handle>> FORGETTING = List.of(
            HistoryRetention::deleteTimelines,
            HistoryRetention::forgetResults,
            HistoryRetention::deleteBulkItems,
            HistoryRetention::deleteEngines);

    private final Database database;
    private final BooleanSupplier engineRuns;
    private final EngineWorkLoop loop = new EngineWorkLoop("Maintenance", POLL, this::turn);
    private final EventBus.Subscription hearing;
    private volatile long lastEvent = System.nanoTime();
    private long sumDue = System.nanoTime();
    private long forgetDue = System.nanoTime();

    /** Begins at once; nothing is done while the engine beside it takes no work. */
    public MaintenanceJob(Database database, EventBus events, BooleanSupplier engineRuns) {
        this.database = database;
        this.engineRuns = engineRuns;
        hearing = events.subscribe(event -> {
            if (event instanceof EngineEvent.GenerationChanged) {
                lastEvent = System.nanoTime();
            }
        });
        loop.start("maintenance");
    }

    private boolean turn() throws InterruptedException {
        long start = System.nanoTime();
        boolean quiet = start - lastEvent > AFTERMATH.toNanos();
        if (!engineRuns.getAsBoolean() || quiet && start - sumDue < 0) {
            return false;
        }
        sumDue = start + IDLE_POLL.toNanos();
        boolean more = step(database, SUMMING);
        if (start - forgetDue >= 0) {
            if (step(database, FORGETTING)) {
                more = true;
            } else {
                forgetDue = start + FORGET_EVERY.toNanos();
            }
        }
        if (more) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            Thread.sleep(took.compareTo(LEAST_REST) > 0 ? took : LEAST_REST);
        }
        return more;
    }

    /** One step of each task; true when any has more to do. */
    public static boolean step(Database database) {
        return step(database, SUMMING) | step(database, FORGETTING);
    }

    private static boolean step(Database database, List<Predicate<Handle>> tasks) {
        boolean more = false;
        for (Predicate<Handle> task : tasks) {
            more |= AdvisoryLock.RETENTION.doAlone(database, task);
        }
        return more;
    }

    @Override
    public void close() {
        hearing.close();
        loop.close();
    }
}
