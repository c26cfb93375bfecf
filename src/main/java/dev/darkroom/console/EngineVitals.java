package dev.darkroom.console;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the frame shows at all times: the engine, its generations in flight, the database, and the log's backlog.
 *
 * @param engine null where this process can have no engine: on a read-only connection
 * @param pauses the services whose outage keeps every engine of the database from sending anything, longest first
 * @param faults the faults injected into the stand-ins of this process, in readable form; empty for none
 * @param engines how many engines work on this database, including this one
 */
public record EngineVitals(
        @Nullable EngineMode engine,
        int inFlight,
        String database,
        long logLinesBehind,
        List<ServiceCircuitBreaker.Pause> pauses,
        String faults,
        int engines) {
    public EngineVitals {
        pauses = List.copyOf(pauses);
    }

    public EngineVitals(@Nullable EngineMode engine, int inFlight, String database, long logLinesBehind) {
        this(engine, inFlight, database, logLinesBehind, List.of(), "", 1);
    }

    /** The settings of the engine switch. */
    public enum EngineMode {
        RUNNING,
        PAUSED,
        OFF;

        public String word() {
            return MessageTexts.SHELL.get("engine." + name());
        }
    }
}
