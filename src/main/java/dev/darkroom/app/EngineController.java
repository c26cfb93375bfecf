package dev.darkroom.app;

import dev.darkroom.console.EngineVitals;
import dev.darkroom.console.EngineVitals.EngineMode;
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
 * Provides the engine status that the frame shows, and the engine switch. The pauses of all engines and the number of
 * engines are read in the background and cached, so that an unresponsive database blocks nobody; they are available even if
 * this process runs no engine. Thread-safe.
 */
final class EngineController {
    private static final Logger LOG = LoggerFactory.getLogger(EngineController.class);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(3);

    /** Engines change less often than pauses. */
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

    /** @param runsEngine whether this process may process generations; otherwise only {@code engine} processes do */
    EngineController(ConnectionSession opened, boolean runsEngine, LoggingService logging, Executor background) {
        this.engine =
                runsEngine ? opened.services().map(darkroom -> darkroom.engine).orElse(null) : null;
        this.sandbox = opened.sandbox();
        this.queries = opened.reads().queries;
        this.logging = logging;
        this.background = background;
    }

    /** Returns the vitals with the cached pauses; starts a read in the background if these are outdated. */
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

    /** Returns the engine switch, or null if there is no engine. */
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
