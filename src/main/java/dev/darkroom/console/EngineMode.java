package dev.darkroom.console;

import dev.darkroom.console.kit.text.MessageTexts;

/** What the engine switch can be set to. */
public enum EngineMode {
    RUNNING,
    PAUSED,
    OFF;

    public String word() {
        return MessageTexts.SHELL.get("engine." + name());
    }
}
