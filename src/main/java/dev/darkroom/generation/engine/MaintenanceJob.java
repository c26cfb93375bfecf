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
 * Housekeeping beside an engine, while that engine runs: fills the prompt index, rolls up metrics, and deletes what has
 * exceeded its retention. Works in small steps, a transaction each, in one process per database at a time; it rests as long as
 * it works, and gives way to sessions that hold a row.
 */
public final class MaintenanceJob implements AutoCloseable {
    private static final Duration MIN_PAUSE = Duration.ofMillis(50);

    private static final Duration POLL = Duration.ofSeconds(1);
    /** For changes made by other processes. */
    private static final Duration IDLE_POLL = Duration.ofSeconds(5);
    /**
     * For this long after the last local event there may be more to roll up, as open transactions of other sessions end later.
     */
    private static final Duration SETTLING_TIME = Duration.ofSeconds(90);

    /** Expired data is days old, so a minute more does not matter. */
    private static final Duration RETENTION_INTERVAL = Duration.ofMinutes(1);

    private static final List<Predicate<Handle>> ROLLUP_TASKS = List.of(PromptSearchIndex::fill, MetricRollup::step);

    private static final List<Predicate<Handle>> RETENTION_TASKS = List.of(
            HistoryRetention::deleteTimelines,
            HistoryRetention::forgetResults,
            HistoryRetention::deleteBulkItems,
            HistoryRetention::deleteEngines);

    private final Database database;
    private final BooleanSupplier engineRuns;
    private final EngineWorkLoop loop = new EngineWorkLoop("Maintenance", POLL, this::turn);
    private final EventBus.Subscription eventSubscription;
    private volatile long lastEvent = System.nanoTime();
    private long rollupDue = System.nanoTime();
    private long retentionDue = System.nanoTime();

    /** Starts at once; does nothing while the engine beside it accepts no work. */
    public MaintenanceJob(Database database, EventBus events, BooleanSupplier engineRuns) {
        this.database = database;
        this.engineRuns = engineRuns;
        eventSubscription = events.subscribe(event -> {
            if (event instanceof EngineEvent.GenerationChanged) {
                lastEvent = System.nanoTime();
            }
        });
        loop.start("maintenance");
    }

    private boolean turn() throws InterruptedException {
        long start = System.nanoTime();
        boolean quiet = start - lastEvent > SETTLING_TIME.toNanos();
        if (!engineRuns.getAsBoolean() || quiet && start - rollupDue < 0) {
            return false;
        }
        rollupDue = start + IDLE_POLL.toNanos();
        boolean more = step(database, ROLLUP_TASKS);
        if (start - retentionDue >= 0) {
            if (step(database, RETENTION_TASKS)) {
                more = true;
            } else {
                retentionDue = start + RETENTION_INTERVAL.toNanos();
            }
        }
        if (more) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            Thread.sleep(took.compareTo(MIN_PAUSE) > 0 ? took : MIN_PAUSE);
        }
        return more;
    }

    /** Runs one step of each task; returns true when any has more to do. */
    public static boolean step(Database database) {
        return step(database, ROLLUP_TASKS) | step(database, RETENTION_TASKS);
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
        eventSubscription.close();
        loop.close();
    }
}
