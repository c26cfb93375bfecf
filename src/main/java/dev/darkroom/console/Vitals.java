package dev.darkroom.console;

import org.jspecify.annotations.Nullable;

/**
 * What the frame shows at all times: the engine, how many generations it holds, the database, how far the log is behind.
 *
 * @param engine null where this process can have none: on a read-only connection
 * @param waitsFor the service whose outage keeps a running engine from sending anything: FAL or STORAGE; empty when none
 */
public record Vitals(@Nullable EngineMode engine, int inFlight, String database, long logLinesBehind, String waitsFor) {
    public Vitals(EngineMode engine, int inFlight, String database, long logLinesBehind) {
        this(engine, inFlight, database, logLinesBehind, "");
    }

    public static Vitals withoutEngine(String database, long logLinesBehind) {
        return new Vitals(null, 0, database, logLinesBehind, "");
    }
}
