package dev.darkroom.console.kit.navigation;

/** A place to jump to: a screen by its id, and what it should show there; nothing when {@code what} is empty. */
public record NavigationTarget(String screen, String what) {
    public static NavigationTarget screen(String screen) {
        return new NavigationTarget(screen, "");
    }
}
