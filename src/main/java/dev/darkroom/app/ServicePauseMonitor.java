package dev.darkroom.app;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.generation.query.GenerationQueries;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pauses of all engines, and how many of them there are, as the database told it last, also where this process runs no engine. It is asked in the
 * background, so that a database that does not answer holds nobody up. Safe for any thread.
 */
final class ServicePauseMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(ServicePauseMonitor.class);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(3);

    /** Engines come and go more seldom than pauses. */
    private static final int ENGINES_EACH = 10;

    private final GenerationQueries queries;
    private final Executor background;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile List<ServiceCircuitBreaker.Pause> known = List.of();
    private volatile long due = System.nanoTime();
    private volatile int engines;
    private volatile boolean failed;
    private int asked;

    ServicePauseMonitor(GenerationQueries queries, Executor background) {
        this.queries = queries;
        this.background = background;
    }

    /** Those in force when the database was asked last; lets it be asked again when that is a while ago. */
    List<ServiceCircuitBreaker.Pause> latest() {
        if (System.nanoTime() - due >= 0 && asking.compareAndSet(false, true)) {
            background.execute(this::ask);
        }
        return known;
    }

    /** How many engines work on this database, as far as it was told last. */
    int engines() {
        return engines;
    }

    private void ask() {
        try {
            known = queries.pauses();
            if (asked++ % ENGINES_EACH == 0) {
                engines = queries.liveEngines();
            }
            failed = false;
        } catch (DatabaseException failure) {
            if (!failed) {
                failed = true;
                LOG.warn("Whether a service is paused could not be read: {}", failure.getMessage());
            }
        } finally {
            due = System.nanoTime() + ASK_AGAIN_AFTER.toNanos();
            asking.set(false);
        }
    }
}
