package dev.darkroom.console.kit.navigation;

import java.util.Optional;
import java.util.UUID;

/** A place to jump to: a screen by its id, and what it should show there; nothing when {@code what} is empty. */
public record NavigationTarget(String screen, String what) {
    public static NavigationTarget screen(String screen) {
        return new NavigationTarget(screen, "");
    }

    /** The id that {@code what} may be, written out in full. */
    public static Optional<UUID> id(String what) {
        try {
            return what.length() == 36 ? Optional.of(UUID.fromString(what)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
