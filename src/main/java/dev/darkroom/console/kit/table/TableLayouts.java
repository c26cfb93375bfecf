package dev.darkroom.console.kit.table;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.value.ObservableDoubleValue;

/** How the tables of a window were left, by their ids, and how large their text is. FX thread only. */
public final class TableLayouts {
    private final ObservableDoubleValue scale;
    private final Map<String, TableLayout> left = new HashMap<>();
    private final Map<String, Supplier<TableLayout>> open = new HashMap<>();

    /** @param scale size of text, 1 = 100 % */
    public TableLayouts(ObservableDoubleValue scale) {
        this.scale = scale;
    }

    /** Before the tables are made. */
    public void restore(Map<String, TableLayout> layouts) {
        left.putAll(layouts);
    }

    /** To be kept for the next start. */
    public Map<String, TableLayout> current() {
        open.forEach((id, layout) -> left.put(id, layout.get()));
        return Map.copyOf(left);
    }

    Optional<TableLayout> of(String table) {
        return Optional.ofNullable(left.get(table));
    }

    void opened(String table, Supplier<TableLayout> layout) {
        open.put(table, layout);
    }

    ObservableDoubleValue scale() {
        return scale;
    }
}
