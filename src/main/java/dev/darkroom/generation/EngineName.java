package dev.darkroom.generation;

import java.util.UUID;

/** How ledger, timeline and log name an engine. */
public final class EngineName {
    private EngineName() {}

    public static String of(UUID engine) {
        return "engine-" + engine.toString().substring(0, 4);
    }
}
