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
 * Says every few seconds that an engine lives, renews the leases of what it runs, and hears which of these a person wants
 * ended. On a thread and a connection of its own, so that nothing the engine waits for can make it look dead.
 */
final class EngineHeartbeat implements AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(EngineHeartbeat.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final UUID engine;
    private final int capacity;
    private final EngineRegistry registry;
    private final Supplier<GenerationEngine.State> state;
    private final Supplier<Collection<UUID>> running;
    private final Consumer<UUID> cancelAsked;
    private final HeartbeatContinuity continuity = new HeartbeatContinuity();
    private final Semaphore soon = new Semaphore(0);
    private final DedicatedConnection connection;
    private final Thread thread;
    private volatile boolean closed;
    private boolean failing;

    /** @param cancelAsked is told what a person wants ended */
    EngineHeartbeat(
            UUID engine,
            int capacity,
            EngineRegistry registry,
            Supplier<GenerationEngine.State> state,
            Supplier<Collection<UUID>> running,
            Consumer<UUID> cancelAsked) {
        this.engine = engine;
        this.capacity = capacity;
        this.registry = registry;
        this.state = state;
        this.running = running;
        this.cancelAsked = cancelAsked;
        connection = registry.heartbeatConnection();
        // Not a virtual one: however busy those are, this one gets its share of a processor.
        thread = Thread.ofPlatform()
                .daemon()
                .name("heartbeat-" + EngineName.of(engine))
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The database did not take the engine's first word. */
    void missed() {
        continuity.missed();
    }

    /** Whether the engine has reached its database all this time; else it may have been the database that others could not reach. */
    boolean isUnbroken(Duration time) {
        return continuity.isUnbroken(time);
    }

    /** The next beat comes at once, as when the state has changed or something may be to cancel. */
    void beatSoon() {
        soon.release();
    }

    private void run() {
        while (!closed) {
            Duration wait = beat() ? EVERY : AGAIN;
            try {
                if (soon.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    soon.drainPermits();
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
        // Somebody who has the engine's own row locked must not end the leases of what it runs as well.
        if (failure != null && DatabaseException.kindOf(failure) == DatabaseFailure.UNAVAILABLE) {
            continuity.missed();
        } else {
            continuity.beaten();
            @Nullable
            Throwable second =
                    failure(() -> registry.renewLeases(connection, engine, runs).forEach(cancelAsked));
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

    /** Ends without a last word; what is being said is cut off. */
    @Override
    public void close() {
        closed = true;
        if (thread.getState() == Thread.State.NEW) {
            return; // the engine never came to say that it lives; begun later, it ends at once
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
