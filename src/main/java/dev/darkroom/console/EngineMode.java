package dev.darkroom.console;

/** What the engine switch can be set to. */
public enum EngineMode {
    RUNNING,
    PAUSED,
    OFF;

    public String word() {
        return MessageTexts.SHELL.get("engine." + name());
    }
}
