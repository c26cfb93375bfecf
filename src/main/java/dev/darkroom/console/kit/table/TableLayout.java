package dev.darkroom.console.kit.table;

import java.util.List;
import java.util.Map;

/**
 * How a person left a table; columns are named by their ids.
 *
 * @param hidden columns that are not wanted
 * @param widths of the columns that were shown, px at 100 % text size
 * @param sort the column the rows are ordered by, empty for none
 * @param ascending the direction of that order
 */
public record TableLayout(List<String> hidden, Map<String, Double> widths, String sort, boolean ascending) {
    public TableLayout {
        hidden = List.copyOf(hidden);
        widths = Map.copyOf(widths);
    }
}
