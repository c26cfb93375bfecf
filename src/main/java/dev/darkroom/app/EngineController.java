package dev.darkroom.app;

import dev.darkroom.console.EngineMode;
import dev.darkroom.console.EngineVitals;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.logging.LoggingService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the frame shows of the engine, and the switch for it. The pauses of all engines, and how many engines there
 * are, are read in the background and remembered, so that a database that does not answer holds nobody up; they are
 * known where this process runs no engine, too. Safe for any thread.
 */
final class EngineController {
    private static final Logger LOG = LoggerFactory.getLogger(EngineController.class);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(3);

    /** Engines come and go more seldom than pauses. */
    private static final int ENGINES_EACH = 10;

    private final @Nullable GenerationEngine engine;
    private final Optional<SandboxServices> sandbox;
    private final GenerationQueries queries;
    private final LoggingService logging;
    private final Executor background;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile List<ServiceCircuitBreaker.Pause> pauses = List.of();
    private volatile long due = System.nanoTime();
    private volatile int engines;
    private volatile boolean failed;
    private int asked;

    EngineController(ConnectionSession opened, LoggingService logging, Executor background) {
        this.engine = opened.darkroom().map(darkroom -> darkroom.engine).orElse(null);
        this.sandbox = opened.sandbox();
        this.queries = opened.reads().queries;
        this.logging = logging;
        this.background = background;
    }

    /** With the pauses as the database told them last; lets it be asked again when that is a while ago. */
    EngineVitals vitals() {
        if (System.nanoTime() - due >= 0 && asking.compareAndSet(false, true)) {
            background.execute(this::ask);
        }
        return new EngineVitals(
                engine == null ? null : mode(engine.state()),
                engine == null ? 0 : engine.inFlight(),
                sandbox.isPresent() ? MessageTexts.SHELL.get("status.embedded", "PostgreSQL 18") : "PostgreSQL",
                logging.waiting(),
                pauses,
                sandbox.map(SandboxServices::faultsText)
                        .filter(faults -> !faults.equals("none"))
                        .orElse(""),
                engines);
    }

    private static EngineMode mode(GenerationEngine.State state) {
        return switch (state) {
            case RUNNING -> EngineMode.RUNNING;
            case PAUSED -> EngineMode.PAUSED;
            case DRAINING, STOPPED -> EngineMode.OFF;
        };
    }

    /** Null where there is no engine to switch. */
    @Nullable
    Consumer<EngineMode> modeSwitch() {
        GenerationEngine switched = engine;
        return switched == null ? null : mode -> switchTo(switched, mode);
    }

    private static void switchTo(GenerationEngine engine, EngineMode mode) {
        switch (mode) {
            case RUNNING -> {
                engine.start();
                engine.resume();
            }
            case PAUSED -> {
                engine.start();
                engine.pause();
            }
            case OFF -> engine.close();
        }
    }

    private void ask() {
        try {
            pauses = queries.pauses();
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
