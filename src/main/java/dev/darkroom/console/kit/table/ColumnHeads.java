package dev.darkroom.console.kit.table;

import dev.darkroom.console.kit.text.MessageTexts;
import javafx.event.EventTarget;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.TableColumnHeader;
import javafx.scene.input.MouseEvent;

/** Says on hover what a click on a head does: most lists have one order only, for any other would read every row. */
final class ColumnHeads {
    private static final String EXPLAINED = "dev.darkroom.explained";

    private final PagedTable<?> table;

    private ColumnHeads(PagedTable<?> table) {
        this.table = table;
    }

    /** Heads are made and thrown away by the skin, so each is given its words when the mouse first comes to it. */
    static void explain(PagedTable<?> table) {
        ColumnHeads heads = new ColumnHeads(table);
        table.addEventFilter(MouseEvent.MOUSE_ENTERED_TARGET, event -> heads.entered(event.getTarget()));
    }

    private void entered(EventTarget target) {
        if (target instanceof TableColumnHeader head
                && head.getTableColumn() instanceof TableColumn<?, ?> column
                && head.getProperties().put(EXPLAINED, true) == null) {
            Tooltip tooltip = new Tooltip(" ");
            tooltip.setOnShowing(_ -> tooltip.setText(sentence(column)));
            Tooltip.install(head, tooltip);
        }
    }

    private String sentence(TableColumn<?, ?> column) {
        String title = TableColumns.title(column);
        return column.isSortable()
                ? MessageTexts.SHELL.get("column.sorts", title)
                : MessageTexts.SHELL.get("column.unsorted", title, table.orderTitle());
    }
}
