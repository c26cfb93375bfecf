package dev.darkroom.console.kit.table;

import java.util.List;
import java.util.Map;

/**
 * The layout in which a user left a table; columns are identified by their ids.
 *
 * @param hidden the columns the user has hidden
 * @param order of the columns from the left, empty for the usual one
 * @param widths of the columns that were shown, px at 100 % text size
 * @param sort the sort column, empty for none
 * @param ascending the sort direction
 */
public record TableLayout(
        List<String> hidden, List<String> order, Map<String, Double> widths, String sort, boolean ascending) {
    public TableLayout {
        hidden = List.copyOf(hidden);
        order = order == null ? List.of() : List.copyOf(order); // JSON of an earlier version has none
        widths = Map.copyOf(widths);
    }

    /** In the usual order of the columns. */
    public TableLayout(List<String> hidden, Map<String, Double> widths, String sort, boolean ascending) {
        this(hidden, List.of(), widths, sort, ascending);
    }
}
