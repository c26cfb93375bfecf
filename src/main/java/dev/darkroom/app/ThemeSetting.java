package dev.darkroom.app;

/** How the console looks. */
public enum ThemeSetting {
    SYSTEM,
    LIGHT,
    DARK
}
