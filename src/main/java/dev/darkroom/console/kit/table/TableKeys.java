package dev.darkroom.console.kit.table;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** The shared key bindings of all tables: J and K beside the arrows, Shift extends, Enter opens, Ctrl+C copies rows as TSV. */
public final class TableKeys<T> {
    private static final KeyCombination COPY = KeyCombination.valueOf("Shortcut+C");

    private final PagedTable<T> table;
    private final Consumer<? super T> open;
    private final BooleanSupplier inspects;

    private TableKeys(PagedTable<T> table, Consumer<? super T> open, BooleanSupplier inspects) {
        this.table = table;
        this.open = open;
        this.inspects = inspects;
    }

    /** @param inspects whether a row opens beside the table, so that Space opens it too */
    public static <T> void install(PagedTable<T> table, Consumer<? super T> open, BooleanSupplier inspects) {
        table.addEventFilter(KeyEvent.KEY_PRESSED, new TableKeys<>(table, open, inspects)::pressed);
    }

    private void pressed(KeyEvent event) {
        T selected = table.getSelectionModel().getSelectedItem();
        if (COPY.match(event)) {
            table.copyRows();
        } else if (event.isShortcutDown() || event.isAltDown()) {
            return;
        } else if (selected != null
                && (event.getCode() == KeyCode.ENTER
                        || event.getCode() == KeyCode.SPACE && !event.isShiftDown() && inspects.getAsBoolean())) {
            open.accept(selected);
        } else if (event.getCode() == KeyCode.J || event.getCode() == KeyCode.K) {
            step(event.getCode() == KeyCode.J ? 1 : -1, event.isShiftDown());
        } else if (selected == null && (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.UP)) {
            // The toolkit would continue from a row that is not visibly marked.
            step(1, false);
        } else {
            return;
        }
        event.consume();
    }

    private void step(int by, boolean extend) {
        int last = table.getItems().size() - 1;
        int index = Math.clamp(table.getSelectionModel().getSelectedIndex() + (long) by, 0, Math.max(0, last));
        if (!extend) {
            table.getSelectionModel().clearSelection();
        }
        table.getSelectionModel().select(index);
        keepInSight(index, by);
    }

    private void keepInSight(int index, int by) {
        if (!(table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow)) {
            return;
        }
        IndexedCell<?> first = flow.getFirstVisibleCell();
        IndexedCell<?> last = flow.getLastVisibleCell();
        if (first != null && last != null && (index <= first.getIndex() || index >= last.getIndex())) {
            table.scrollTo(by > 0 ? index - (last.getIndex() - first.getIndex()) + 2 : index);
        }
    }
}
