package dev.darkroom.console;

import org.jspecify.annotations.Nullable;

/**
 * What the frame shows at all times: the engine, how many generations it holds, the database, how far the log is behind.
 *
 * @param engine null where this process can have none: on a read-only connection
 * @param waitsFor the service whose outage keeps a running engine from sending anything: FAL or STORAGE; empty when none
 */
public record EngineVitals(
        @Nullable EngineMode engine, int inFlight, String database, long logLinesBehind, String waitsFor) {
    public EngineVitals(EngineMode engine, int inFlight, String database, long logLinesBehind) {
        this(engine, inFlight, database, logLinesBehind, "");
    }

    public static EngineVitals withoutEngine(String database, long logLinesBehind) {
        return new EngineVitals(null, 0, database, logLinesBehind, "");
    }
}
