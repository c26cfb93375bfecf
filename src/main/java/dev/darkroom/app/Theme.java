package dev.darkroom.app;

/** How the console looks. */
public enum Theme {
    SYSTEM,
    LIGHT,
    DARK
}
