package dev.darkroom.console.kit.theme;

import dev.darkroom.console.kit.text.MessageTexts;

/** The theme chosen by the user: a fixed one, or the system's. */
public enum ThemeChoice {
    SYSTEM,
    LIGHT,
    DARK;

    public String word() {
        return MessageTexts.SHELL.get("theme." + name());
    }
}
