package dev.darkroom.generation.engine;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseFailure;
import dev.darkroom.database.DedicatedConnection;
import dev.darkroom.generation.EngineName;
import dev.darkroom.logging.DefectReport;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records an engine's heartbeat every few seconds, renews the leases of its runs, and learns which of them an operator has
 * asked to cancel. Uses a dedicated thread and connection, so that nothing the engine blocks on can make it look dead.
 */
final class EngineHeartbeat implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(EngineHeartbeat.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final UUID engine;
    private final int capacity;
    private final EngineRegistry registry;
    private final Supplier<GenerationEngine.State> state;
    private final Supplier<Collection<UUID>> running;
    private final Consumer<UUID> onCancelRequested;
    private final HeartbeatContinuity continuity = new HeartbeatContinuity();
    private final Semaphore beatRequested = new Semaphore(0);
    private final DedicatedConnection connection;
    private final Thread thread;
    private volatile boolean closed;
    private boolean failing;

    /** @param onCancelRequested receives each generation that an operator wants to cancel */
    EngineHeartbeat(
            UUID engine,
            int capacity,
            EngineRegistry registry,
            Supplier<GenerationEngine.State> state,
            Supplier<Collection<UUID>> running,
            Consumer<UUID> onCancelRequested) {
        this.engine = engine;
        this.capacity = capacity;
        this.registry = registry;
        this.state = state;
        this.running = running;
        this.onCancelRequested = onCancelRequested;
        connection = registry.heartbeatConnection();
        // Not a virtual thread: however busy those are, a platform thread gets its share of CPU time.
        thread = Thread.ofPlatform()
                .daemon()
                .name("heartbeat-" + EngineName.of(engine))
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The engine could not be registered because the database did not respond. */
    void recordMiss() {
        continuity.recordMiss();
    }

    /**
     * Whether the engine has reached its database throughout this time; if not, the database may have been unreachable for
     * other engines too.
     */
    boolean isUnbroken(Duration time) {
        return continuity.isUnbroken(time);
    }

    /** Triggers the next heartbeat at once, as after a state change or a possible cancel request. */
    void requestBeat() {
        beatRequested.release();
    }

    private void run() {
        while (!closed) {
            Duration wait = beat() ? INTERVAL : RETRY_DELAY;
            try {
                if (beatRequested.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    beatRequested.drainPermits();
                }
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private boolean beat() {
        Collection<UUID> runs = running.get();
        @Nullable
        Throwable failure = failure(() -> registry.beat(connection, engine, capacity, state.get(), runs.size()));
        @Nullable DatabaseFailure kind = failure == null ? null : DatabaseException.kindOf(failure);
        if (kind == null || kind == DatabaseFailure.CONTENTION) {
            continuity.recordBeat();
        } else {
            continuity.recordMiss(); // what refuses this heartbeat may refuse those of other engines
        }
        // A lock held on the engine's own row must not also cost its runs their leases.
        if (kind != DatabaseFailure.UNAVAILABLE) {
            @Nullable
            Throwable second =
                    failure(() -> registry.renewLeases(connection, engine, runs).forEach(onCancelRequested));
            failure = failure == null ? second : failure;
        }
        if (failure != null && !failing && !closed) {
            LOG.warn(
                    "{} cannot tell its database that it lives, trying again: {}",
                    EngineName.of(engine),
                    failure.getMessage());
        }
        failing = failure != null;
        return !failing;
    }

    private @Nullable Throwable failure(Runnable call) {
        try {
            call.run();
            return null;
        } catch (DatabaseException silent) {
            return silent;
        } catch (RuntimeException | Error defect) {
            DefectReport.outlived(LOG, "The heartbeat of " + EngineName.of(engine), defect);
            return defect;
        }
    }

    /** Stops without a final heartbeat; interrupts one that is in progress. */
    @Override
    public void close() {
        closed = true;
        if (thread.getState() == Thread.State.NEW) {
            return; // the engine was never registered; started later, the thread ends at once
        }
        thread.interrupt();
        connection.close();
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
