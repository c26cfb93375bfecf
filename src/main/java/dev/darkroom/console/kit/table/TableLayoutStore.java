package dev.darkroom.console.kit.table;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.value.ObservableDoubleValue;

/** How the tables of a window were left, by their ids, and how large their text is. FX thread only. */
public final class TableLayoutStore {
    private final ObservableDoubleValue scale;
    private final Map<String, TableLayout> left = new HashMap<>();
    private final Map<String, OpenTable> open = new HashMap<>();
    /** How the tables were that now show the layout of somebody's view. */
    private final Map<String, TableLayout> usual = new HashMap<>();

    private record OpenTable(Supplier<TableLayout> layout, Consumer<TableLayout> arrange) {}

    /** @param scale size of text, 1 = 100 % */
    public TableLayoutStore(ObservableDoubleValue scale) {
        this.scale = scale;
    }

    /** Before the tables are made. */
    public void restore(Map<String, TableLayout> layouts) {
        left.putAll(layouts);
    }

    /** To be kept for the next start. */
    public Map<String, TableLayout> current() {
        open.forEach((id, table) -> left.put(id, table.layout().get()));
        left.putAll(usual);
        return Map.copyOf(left);
    }

    Optional<TableLayout> of(String table) {
        return Optional.ofNullable(left.get(table));
    }

    void opened(String table, Supplier<TableLayout> layout, Consumer<TableLayout> arrange) {
        open.put(table, new OpenTable(layout, arrange));
    }

    /** How an open table is arranged now. */
    public Optional<TableLayout> shown(String table) {
        return Optional.ofNullable(open.get(table)).map(found -> found.layout().get());
    }

    /** Arranges an open table for as long as a view of somebody is shown; what is kept for the next start stays as it was. */
    public void visit(String table, TableLayout layout) {
        shown(table).ifPresent(before -> usual.putIfAbsent(table, before));
        arrange(table, layout);
    }

    /** That view is left: the table is arranged as it was before. */
    public void leave(String table) {
        Optional.ofNullable(usual.remove(table)).ifPresent(before -> arrange(table, before));
    }

    private void arrange(String table, TableLayout layout) {
        Optional.ofNullable(open.get(table)).ifPresent(found -> found.arrange().accept(layout));
    }

    public ObservableDoubleValue scale() {
        return scale;
    }
}
