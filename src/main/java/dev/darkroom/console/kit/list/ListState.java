package dev.darkroom.console.kit.list;

import java.util.Objects;

/**
 * The state of a list when its window was closed.
 *
 * @param view the built-in view, by its name
 * @param saved the name of the saved view that was shown, empty for none
 * @param filter as typed
 * @param inspecting whether the inspector was open
 */
public record ListState(String view, String saved, String filter, boolean inspecting) {
    public ListState {
        Objects.requireNonNull(view);
        Objects.requireNonNull(saved);
        Objects.requireNonNull(filter);
    }
}
