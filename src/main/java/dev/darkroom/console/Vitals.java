package dev.darkroom.console;

/** What the frame shows at all times: the engine, how many generations it holds, the database, how far the log is behind. */
public record Vitals(EngineMode engine, int inFlight, String database, long logLinesBehind) {}
