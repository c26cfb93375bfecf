package dev.darkroom.generation;

import java.util.UUID;

/** The name of an engine in ledger, timeline and log. */
public final class EngineName {
    private EngineName() {}

    public static String of(UUID engine) {
        return "engine-" + engine.toString().substring(0, 4);
    }
}
