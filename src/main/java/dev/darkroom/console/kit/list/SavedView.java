package dev.darkroom.console.kit.list;

import dev.darkroom.console.kit.table.TableLayout;

/**
 * A user's saved view of a list: its filter and its table layout.
 *
 * @param list the id of the list, which is that of its table
 * @param preset the built-in view it is based on, by its name
 * @param filter as it would be typed
 */
public record SavedView(String list, String name, String preset, String filter, TableLayout layout) {
    public static final int MAX_NAME_LENGTH = 40;

    public SavedView {
        name = name.strip();
        if (list.isBlank() || name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "a saved view needs a list, and a name of 1 to " + MAX_NAME_LENGTH + " characters");
        }
    }

    SavedView named(String other) {
        return new SavedView(list, other, preset, filter, layout);
    }

    boolean isNamed(String other) {
        return name.equalsIgnoreCase(other.strip());
    }
}
