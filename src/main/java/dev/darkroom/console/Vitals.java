package dev.darkroom.console;

/**
 * What the frame shows at all times: the engine, how many generations it holds, the database, how far the log is behind.
 *
 * @param waitsFor the service whose outage keeps a running engine from sending anything: FAL or STORAGE; empty when none
 */
public record Vitals(EngineMode engine, int inFlight, String database, long logLinesBehind, String waitsFor) {
    public Vitals(EngineMode engine, int inFlight, String database, long logLinesBehind) {
        this(engine, inFlight, database, logLinesBehind, "");
    }
}
