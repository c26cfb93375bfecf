package dev.darkroom.console.kit.table;

import dev.darkroom.console.kit.layout.LayoutPasses;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.ShowingSubscription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.MouseEvent;

/**
 * Decides which columns of a table are visible: the chosen ones, except that those of lower weight are hidden first when the
 * minimum widths do not all fit. Choice, widths and order are restored as they were left. FX thread only.
 */
public final class ColumnArrangement<T> {
    /** Px at 100 % reserved for the vertical scroll bar. */
    private static final double BAR = 16;

    private final TableView<T> table;
    private final TableLayoutStore layouts;
    private final List<Column<T>> columns = new ArrayList<>();
    /** The ids of the columns that are always there. */
    private final List<String> usual;

    private final Function<String, Optional<TableColumn<T, T>>> ownColumns;
    private final Map<String, Double> dragged = new HashMap<>();
    private Map<TableColumn<T, ?>, Double> pressed = Map.of();
    private boolean aligning;

    /** Widths are px at 100 %. */
    private record Column<T>(
            TableColumn<T, T> column,
            double least,
            double usual,
            double most,
            BooleanProperty chosen,
            BooleanProperty applicable) {
        static <T> Column<T> of(TableColumn<T, T> column) {
            return new Column<>(
                    column,
                    column.getMinWidth(),
                    column.getPrefWidth(),
                    column.getMaxWidth(),
                    new SimpleBooleanProperty(true),
                    new SimpleBooleanProperty(true));
        }

        boolean isWanted() {
            return chosen.get() && applicable.get();
        }
    }

    /** @param id identifies the table in the settings */
    public ColumnArrangement(
            PagedTable<T> table, String id, TableLayoutStore layouts, List<? extends TableColumn<T, T>> shown) {
        this(table, id, layouts, shown, _ -> Optional.empty());
    }

    /**
     * @param id identifies the table in the settings
     * @param ownColumns creates the columns that users add, by their ids; empty for the id of none
     */
    public ColumnArrangement(
            PagedTable<T> table,
            String id,
            TableLayoutStore layouts,
            List<? extends TableColumn<T, T>> shown,
            Function<String, Optional<TableColumn<T, T>>> ownColumns) {
        this.table = table;
        this.layouts = layouts;
        this.ownColumns = ownColumns;
        usual = shown.stream().map(TableColumn::getId).toList();
        shown.forEach(column -> columns.add(Column.of(column)));
        table.getColumns().setAll(shown);
        table.addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> pressed());
        table.addEventFilter(MouseEvent.MOUSE_RELEASED, _ -> released());
        layouts.of(id).ifPresent(this::restore);
        layouts.opened(id, this::layout, this::change);
        columns.forEach(column -> {
            column.chosen().subscribe(_ -> arrange());
            column.applicable().subscribe(_ -> arrange());
        });
        ShowingSubscription.follow(table, layouts.scale(), _ -> scale());
        table.widthProperty().subscribe(_ -> arrange());
        shown.forEach(column -> column.widthProperty().subscribe(_ -> alignHeads()));
    }

    /** Lays out the column heads again: they miss a width change during the table's layout, as when its scroll bar appears. */
    private void alignHeads() {
        if (!aligning) {
            aligning = true;
            LayoutPasses.after(table, () -> {
                aligning = false;
                table.lookupAll(".nested-column-header").forEach(heads -> ((Parent) heads).requestLayout());
            });
        }
    }

    /** Shows the column only while {@code holds} is true, if it is chosen. */
    public void showWhile(TableColumn<T, T> column, ObservableValue<Boolean> holds) {
        holds.subscribe(applies -> columns.stream()
                .filter(each -> each.column() == column)
                .forEach(each -> each.applicable().set(applies)));
    }

    /**
     * Adds a column as the last one, unless it is there already. Like the others it can be unchosen in the menu, which
     * removes it.
     */
    public void addOwnColumn(String id) {
        if (columns.stream().noneMatch(each -> each.column().getId().equals(id))) {
            ownColumns.apply(id).ifPresent(this::addOwnColumn);
            scale();
        }
    }

    private void addOwnColumn(TableColumn<T, T> column) {
        Column<T> added = Column.of(column);
        columns.add(added);
        table.getColumns().add(column);
        column.widthProperty().subscribe(_ -> alignHeads());
        added.chosen().subscribe(chosen -> {
            if (!chosen) {
                removeOwnColumn(column.getId());
                arrange();
            }
        });
    }

    private void removeOwnColumn(String id) {
        columns.removeIf(each -> each.column().getId().equals(id));
        table.getColumns().removeIf(column -> column.getId().equals(id));
    }

    /**
     * Fills the menu with all columns but the first, whenever it opens; a chosen column that does not fit is marked as such.
     *
     * @param last follows the columns
     */
    public void fill(MenuButton menu, MenuItem... last) {
        fillAgain(menu, last); // a menu without items does not open
        menu.showingProperty().subscribe(_ -> fillAgain(menu, last));
    }

    private void fillAgain(MenuButton menu, MenuItem... last) {
        menu.getItems().clear();
        columns.stream().skip(1).forEach(each -> {
            boolean noRoom = each.isWanted() && !each.column().isVisible();
            String title = TableColumns.title(each.column());
            CheckMenuItem item = new CheckMenuItem(noRoom ? MessageTexts.SHELL.get("columns.noroom", title) : title);
            item.setStyle(noRoom ? "-fx-opacity: 0.5;" : "");
            item.selectedProperty().bindBidirectional(each.chosen());
            menu.getItems().add(item);
        });
        menu.getItems().addAll(last);
    }

    private void scale() {
        double scale = layouts.scale().get();
        for (Column<T> each : columns) {
            each.column().setMinWidth(each.least() * scale);
            // A dragged column keeps its width: spare room goes to the others.
            each.column().setMaxWidth(dragged.getOrDefault(each.column().getId(), each.most()) * scale);
            each.column().setPrefWidth(dragged.getOrDefault(each.column().getId(), each.usual()) * scale);
        }
        arrange();
    }

    private void arrange() {
        double room = table.getWidth() / layouts.scale().get() - BAR;
        if (table.getWidth() == 0) {
            return;
        }
        List<Column<T>> shown =
                new ArrayList<>(columns.stream().filter(Column::isWanted).toList());
        double needed = shown.stream().mapToDouble(Column::least).sum();
        List<Column<T>> lightestFirst = shown.stream()
                .sorted(Comparator.comparingInt(each -> TableColumns.weight(each.column())))
                .toList();
        for (Column<T> each : lightestFirst) {
            if (needed <= room || TableColumns.weight(each.column()) == TableColumns.ALWAYS) {
                break;
            }
            shown.remove(each);
            needed -= each.least();
        }
        columns.forEach(each -> each.column().setVisible(shown.contains(each)));
    }

    private void pressed() {
        pressed = table.getVisibleLeafColumns().stream()
                .collect(Collectors.toMap(Function.identity(), TableColumn::getWidth));
        columns.forEach(
                each -> each.column().setMaxWidth(each.most() * layouts.scale().get()));
    }

    /** Records the width of the dragged column: the first one whose width has changed. */
    private void released() {
        Map<TableColumn<T, ?>, Double> before = pressed;
        table.getVisibleLeafColumns().stream()
                .filter(column -> column.getWidth() != before.getOrDefault(column, column.getWidth()))
                .findFirst()
                .ifPresent(column -> dragged.put(
                        column.getId(), column.getWidth() / layouts.scale().get()));
        scale();
    }

    private TableLayout layout() {
        TableColumn<T, ?> sorted =
                table.getSortOrder().isEmpty() ? null : table.getSortOrder().getFirst();
        return new TableLayout(
                columns.stream()
                        .filter(each -> !each.chosen().get())
                        .map(each -> each.column().getId())
                        .toList(),
                columnOrder(),
                dragged,
                sorted == null ? "" : sorted.getId(),
                sorted != null && sorted.getSortType() == TableColumn.SortType.ASCENDING);
    }

    /** Returns the order that the user has dragged the columns to, empty for the usual one. */
    private List<String> columnOrder() {
        List<String> now = table.getColumns().stream().map(TableColumn::getId).toList();
        return now.equals(usual) ? List.of() : now;
    }

    /** Columns that the order does not know keep their place after the others. */
    private void reorder(List<String> order) {
        List<TableColumn<T, T>> wanted =
                new ArrayList<>(columns.stream().map(Column::column).toList());
        if (!order.isEmpty()) {
            wanted.sort(Comparator.comparingInt(
                    column -> order.contains(column.getId()) ? order.indexOf(column.getId()) : order.size()));
        }
        if (!wanted.equals(table.getColumns())) {
            table.getColumns().setAll(wanted);
        }
    }

    private void change(TableLayout layout) {
        dragged.clear();
        restore(layout);
        scale();
    }

    private void restore(TableLayout layout) {
        dragged.putAll(layout.widths());
        List<String> now = columns.stream().map(each -> each.column().getId()).toList();
        now.stream()
                .filter(id -> !usual.contains(id) && !layout.order().contains(id))
                .forEach(this::removeOwnColumn);
        layout.order().stream().filter(id -> !now.contains(id)).forEach(this::addOwnColumn);
        reorder(layout.order());
        for (Column<T> each : columns) {
            String id = each.column().getId();
            each.chosen().set(!layout.hidden().contains(id));
            if (layout.sort().equals(id) && each.column().isSortable()) {
                each.column()
                        .setSortType(
                                layout.ascending() ? TableColumn.SortType.ASCENDING : TableColumn.SortType.DESCENDING);
                table.getSortOrder().setAll(List.of(each.column()));
            }
        }
    }
}
