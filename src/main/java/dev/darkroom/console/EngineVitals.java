package dev.darkroom.console;

import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the frame shows at all times: the engine, how many generations it holds, the database, how far the log is behind.
 *
 * @param engine null where this process can have none: on a read-only connection
 * @param pauses the services whose outage keeps every engine of the database from sending anything, the longest first
 * @param faults what the stand-ins of this process do wrong on purpose, as a person writes it; empty for nothing
 * @param engines how many work on this database, this one included
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
}
