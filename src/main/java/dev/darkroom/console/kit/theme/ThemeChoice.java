package dev.darkroom.console.kit.theme;

import dev.darkroom.console.kit.text.MessageTexts;

/** What a person chose: a fixed theme or whatever the system shows. */
public enum ThemeChoice {
    SYSTEM,
    LIGHT,
    DARK;

    public String word() {
        return MessageTexts.SHELL.get("theme." + name());
    }
}
