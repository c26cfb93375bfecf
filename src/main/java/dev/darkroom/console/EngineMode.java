package dev.darkroom.console;

/** What the engine switch can be set to. */
public enum EngineMode {
    RUNNING,
    PAUSED,
    OFF;

    public String word() {
        return Texts.SHELL.get("engine." + name());
    }
}
