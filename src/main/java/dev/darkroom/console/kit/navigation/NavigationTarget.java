package dev.darkroom.console.kit.navigation;

import java.util.Optional;
import java.util.UUID;

/** A navigation target: a screen by its id, and what it should show; nothing in particular when {@code query} is empty. */
public record NavigationTarget(String screen, String query) {
    public static NavigationTarget screen(String screen) {
        return new NavigationTarget(screen, "");
    }

    /** Returns {@code text} as an id if it is one in full. */
    public static Optional<UUID> id(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
