package dev.darkroom.console.kit.navigation;

import java.util.Optional;
import java.util.UUID;

/** A navigation target: a screen by its id, and what it should show; nothing in particular when {@code what} is empty. */
public record NavigationTarget(String screen, String what) {
    public static NavigationTarget screen(String screen) {
        return new NavigationTarget(screen, "");
    }

    /** Returns {@code what} as an id if it is one in full. */
    public static Optional<UUID> id(String what) {
        try {
            return what.length() == 36 ? Optional.of(UUID.fromString(what)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
