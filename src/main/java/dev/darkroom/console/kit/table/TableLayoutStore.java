package dev.darkroom.console.kit.table;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.value.ObservableDoubleValue;

/** The layouts in which the tables of a window were left, by table id, and the text size. FX thread only. */
public final class TableLayoutStore {
    private final ObservableDoubleValue scale;
    private final Map<String, TableLayout> stored = new HashMap<>();
    private final Map<String, OpenTable> open = new HashMap<>();
    /** The own layouts of tables that currently show the layout of a saved view. */
    private final Map<String, TableLayout> replaced = new HashMap<>();

    private record OpenTable(Supplier<TableLayout> layout, Consumer<TableLayout> arrange) {}

    /** @param scale text size, 1 = 100 % */
    public TableLayoutStore(ObservableDoubleValue scale) {
        this.scale = scale;
    }

    /** Restores the layouts; call before the tables are created. */
    public void restore(Map<String, TableLayout> layouts) {
        stored.putAll(layouts);
    }

    /** Returns the layouts to keep for the next start. */
    public Map<String, TableLayout> current() {
        open.forEach((id, table) -> stored.put(id, table.layout().get()));
        stored.putAll(replaced);
        return Map.copyOf(stored);
    }

    Optional<TableLayout> of(String table) {
        return Optional.ofNullable(stored.get(table));
    }

    void opened(String table, Supplier<TableLayout> layout, Consumer<TableLayout> arrange) {
        open.put(table, new OpenTable(layout, arrange));
    }

    /** Returns the current layout of an open table. */
    public Optional<TableLayout> shown(String table) {
        return Optional.ofNullable(open.get(table)).map(found -> found.layout().get());
    }

    /** Applies a saved view's layout while the view is shown; the layout kept for the next start is unaffected. */
    public void applySavedView(String table, TableLayout layout) {
        shown(table).ifPresent(before -> replaced.putIfAbsent(table, before));
        arrange(table, layout);
    }

    /** Restores the table's previous layout when the saved view is left. */
    public void leaveSavedView(String table) {
        Optional.ofNullable(replaced.remove(table)).ifPresent(before -> arrange(table, before));
    }

    /** Keeps the saved view's layout as the table's own, because the view that it belongs to is gone. */
    public void keepSavedView(String table) {
        replaced.remove(table);
    }

    private void arrange(String table, TableLayout layout) {
        Optional.ofNullable(open.get(table)).ifPresent(found -> found.arrange().accept(layout));
    }

    public ObservableDoubleValue scale() {
        return scale;
    }
}
