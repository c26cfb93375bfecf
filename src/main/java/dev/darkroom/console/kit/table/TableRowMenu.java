package dev.darkroom.console.kit.table;

import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.navigation.ActionMenuItem;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.MessageTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableRow;
import javafx.scene.input.ContextMenuEvent;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/**
 * The context menu of a row: the actions of the screen, then copies of the cell and of the selected rows. Opening it selects an
 * unselected row first. FX thread.
 */
final class TableRowMenu<T> {
    private static final double MARGIN = 24;

    private final PagedTable<T> table;
    private final BiConsumer<T, Consumer<List<ConsoleAction>>> offers;
    private final ContextMenu menu = new ContextMenu();
    private int asked;

    TableRowMenu(PagedTable<T> table, BiConsumer<T, Consumer<List<ConsoleAction>>> offers) {
        this.table = table;
        this.offers = offers;
        table.setOnContextMenuRequested(this::requested);
    }

    private void requested(ContextMenuEvent event) {
        Node under =
                event.getPickResult() == null ? null : event.getPickResult().getIntersectedNode();
        if (!event.isKeyboardTrigger()) {
            selectUnder(under);
        }
        T row = table.getSelectionModel().getSelectedItem();
        if (row == null || !event.isKeyboardTrigger() && above(under, TableRow.class) == null) {
            return;
        }
        event.consume();
        int question = ++asked;
        Optional<String> cell = cellText(under, row);
        offers.accept(row, actions -> {
            if (question == asked && table.getScene() != null) {
                List<ConsoleAction> all = new ArrayList<>(actions);
                cell.ifPresent(
                        text -> all.add(copy(MessageTexts.SHELL.get("menu.copy.cell"), () -> CopyButton.copy(text))));
                all.add(copy(MessageTexts.SHELL.get("keys.copy"), table::copyRows));
                menu.getItems().setAll(ActionMenuItem.all(all));
                Point2D place = event.isKeyboardTrigger()
                        ? besideSelected()
                        : new Point2D(event.getScreenX(), event.getScreenY());
                menu.show(table, place.getX(), place.getY());
            }
        });
    }

    /** Returns the point below the selected row, or within the table where that row is out of sight. */
    private Point2D besideSelected() {
        int selected = table.getSelectionModel().getSelectedIndex();
        Node row = table.lookupAll(".table-row-cell").stream()
                .filter(node -> node.isVisible() && ((TableRow<?>) node).getIndex() == selected)
                .findFirst()
                .orElse(table);
        Bounds bounds = row.getLayoutBounds();
        return row.localToScreen(bounds.getMinX() + MARGIN, row == table ? MARGIN : bounds.getMaxY());
    }

    private void selectUnder(@Nullable Node under) {
        TableRow<?> row = above(under, TableRow.class);
        if (row != null && !row.isEmpty() && !table.getSelectionModel().isSelected(row.getIndex())) {
            table.getSelectionModel().clearAndSelect(row.getIndex());
        }
    }

    private Optional<String> cellText(@Nullable Node under, T row) {
        TableCell<?, ?> cell = above(under, TableCell.class);
        return cell == null
                ? Optional.empty()
                : table.getVisibleLeafColumns().stream()
                        .filter(column -> column == cell.getTableColumn())
                        .map(column -> TableColumns.textOf(column, row))
                        .filter(text -> !text.isBlank())
                        .findFirst();
    }

    private static ConsoleAction copy(String title, Runnable run) {
        return new ConsoleAction(title, MaterialDesignC.CONTENT_COPY, run).in(ConsoleAction.Group.COPY);
    }

    private static <N extends Node> @Nullable N above(@Nullable Node node, Class<N> type) {
        for (Node up = node; up != null; up = up.getParent()) {
            if (type.isInstance(up)) {
                return type.cast(up);
            }
        }
        return null;
    }
}
