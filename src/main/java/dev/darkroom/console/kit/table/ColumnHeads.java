package dev.darkroom.console.kit.table;

import dev.darkroom.console.kit.text.MessageTexts;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.TableColumnHeader;

/** Says on hover what a click on a head does: most lists have one order only, for any other would read every row. */
final class ColumnHeads {
    private static final String EXPLAINED = "dev.darkroom.explained";

    private final PagedTable<?> table;

    private ColumnHeads(PagedTable<?> table) {
        this.table = table;
    }

    static void explain(PagedTable<?> table) {
        ColumnHeads heads = new ColumnHeads(table);
        table.skinProperty().subscribe(_ -> Platform.runLater(heads::install));
        table.getVisibleLeafColumns().addListener((InvalidationListener) _ -> Platform.runLater(heads::install));
    }

    private void install() {
        for (Node node : table.lookupAll(".column-header")) {
            if (node instanceof TableColumnHeader head
                    && head.getTableColumn() instanceof TableColumn<?, ?> column
                    && head.getProperties().put(EXPLAINED, true) == null) {
                Tooltip tooltip = new Tooltip(" ");
                tooltip.setOnShowing(_ -> tooltip.setText(sentence(column)));
                Tooltip.install(head, tooltip);
            }
        }
    }

    private String sentence(TableColumn<?, ?> column) {
        String title = TableColumns.title(column);
        return column.isSortable()
                ? MessageTexts.SHELL.get("column.sorts", title)
                : MessageTexts.SHELL.get("column.unsorted", title, table.orderTitle());
    }
}
