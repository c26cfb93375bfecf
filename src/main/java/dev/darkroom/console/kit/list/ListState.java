package dev.darkroom.console.kit.list;

import java.util.Objects;

/**
 * What a list showed when its window was closed.
 *
 * @param view the view of the program, by its name
 * @param saved the name of the view of somebody's own that was shown, empty for none
 * @param filter as it was typed
 * @param inspecting whether the inspector was open
 */
public record ListState(String view, String saved, String filter, boolean inspecting) {
    public ListState {
        Objects.requireNonNull(view);
        Objects.requireNonNull(saved);
        Objects.requireNonNull(filter);
    }
}
