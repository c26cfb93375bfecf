package dev.darkroom.console.kit.list;

import dev.darkroom.console.kit.table.TableLayout;

/**
 * A view that somebody made of a list: what it is narrowed to and how its table is arranged.
 *
 * @param list the id of the list, as of its table
 * @param preset the view of the program that it builds on, by its name
 * @param filter as it would be typed
 */
public record SavedView(String list, String name, String preset, String filter, TableLayout layout) {
    public static final int LONGEST_NAME = 40;

    public SavedView {
        name = name.strip();
        if (list.isBlank() || name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "a saved view needs a list, and a name of 1 to " + LONGEST_NAME + " characters");
        }
    }

    SavedView named(String other) {
        return new SavedView(list, other, preset, filter, layout);
    }

    boolean isNamed(String other) {
        return name.equalsIgnoreCase(other.strip());
    }
}
