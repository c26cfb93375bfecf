package dev.darkroom.console;

import dev.darkroom.console.kit.text.MessageTexts;

/** The settings of the engine switch. */
public enum EngineMode {
    RUNNING,
    PAUSED,
    OFF;

    public String word() {
        return MessageTexts.SHELL.get("engine." + name());
    }
}
