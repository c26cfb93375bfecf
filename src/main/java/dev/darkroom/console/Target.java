package dev.darkroom.console;

/** A place to jump to: a screen by its id, and what it should show there; nothing when {@code what} is empty. */
public record Target(String screen, String what) {
    public static Target screen(String screen) {
        return new Target(screen, "");
    }
}
