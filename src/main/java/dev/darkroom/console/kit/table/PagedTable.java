package dev.darkroom.console.kit.table;

import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.layout.CopyButton;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.Property;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.event.EventTarget;
import javafx.scene.Node;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.control.skin.TableColumnHeader;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/**
 * A table over {@link PagedRows} that loads the next page when the reader nears the end. Rows keep their position, and the
 * selection its rows, while values change; no row moves under the mouse.
 */
public final class PagedTable<T> extends TableView<T> {
    /** As many rows as End loads to get to the last one. */
    private static final int END_ROWS = 2000;

    private static final PseudoClass GONE = PseudoClass.getPseudoClass("gone");
    private static final Tooltip GONE_TIP = new Tooltip(MessageTexts.SHELL.get("table.gone"));

    private final Function<? super T, ?> id;
    private final PagedRows<T> pages;
    private final BooleanProperty scrolled = new SimpleBooleanProperty();
    private Consumer<T> onOpen = _ -> {};
    private boolean inspects;
    private Supplier<? extends Node> empty = Region::new;
    private Property<ColumnOrder> order = new SimpleObjectProperty<>(new ColumnOrder("", true));
    private BiConsumer<List<T>, Runnable> beforeCopy = (_, copy) -> copy.run();
    private @Nullable VirtualFlow<?> flow;
    /** The indexes of rows updated by the last change. */
    private final Set<Integer> updated = new TreeSet<>();

    public PagedTable(FxEventBridge feed, Function<? super T, ?> id) {
        this(new PagedRows<>(feed, id), id);
    }

    public PagedTable(PagedRows<T> pages, Function<? super T, ?> id) {
        this.id = id;
        this.pages = pages;
        setItems(pages.rows().items());
        getStyleClass().addAll("keyed-table", "edge-to-edge");
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        setRowFactory(_ -> new Row());
        setPlaceholder(new Region());
        TableKeys.install(this, row -> onOpen.accept(row), () -> inspects);
        ColumnHeads.explain(this);
        skinProperty().subscribe(this::watchScrolling);
        bind();
    }

    private void bind() {
        addEventFilter(KeyEvent.KEY_PRESSED, this::toEnd);
        pages.around(this::keepingPlace);
        pages.onReload(() -> scrollTo(0));
        pages.fetchesProperty().subscribe((_, _) -> answered());
        pages.readBy(Bindings.createObjectBinding(
                this::reading,
                sceneProperty(),
                hoverProperty(),
                scrolled,
                getItems(),
                getSelectionModel().getSelectedItems()));
        getSelectionModel().getSelectedItems().addListener((InvalidationListener) _ -> pages.keep(selectedIds()));
        getItems().addListener((ListChangeListener<T>) change -> {
            while (change.next()) {
                if (change.wasUpdated()) {
                    IntStream.range(change.getFrom(), change.getTo()).forEach(updated::add);
                }
            }
        });
    }

    /** On End, selects the last row of the list, or the last loaded one where there are too many. */
    private void toEnd(KeyEvent event) {
        if (event.getCode() == KeyCode.END && !event.isShiftDown() && !event.isShortcutDown()) {
            event.consume();
            List<?> before = selectedIds();
            pages.moreUpTo(END_ROWS, () -> {
                if (!before.equals(selectedIds())) {
                    return; // the user has gone elsewhere while the rows were read
                }
                getSelectionModel().clearSelection();
                getSelectionModel().selectLast();
                scrollTo(getItems().size() - 1);
            });
        }
    }

    private LiveRows.Reading reading() {
        if (getScene() == null || getItems().isEmpty()) {
            return LiveRows.Reading.NOTHING;
        }
        if (isHover()) {
            return LiveRows.Reading.UNDER_THE_MOUSE;
        }
        return scrolled.get() || !getSelectionModel().getSelectedItems().isEmpty()
                ? LiveRows.Reading.ROWS
                : LiveRows.Reading.NOTHING;
    }

    private void answered() {
        if (getItems().isEmpty()) {
            setPlaceholder(empty.get());
        }
    }

    /** The rows behind the table, and whether they are live. */
    public PagedRows<T> pages() {
        return pages;
    }

    public LiveRows<T> rows() {
        return pages.rows();
    }

    /** Supplies the placeholder after a fetch without rows; called each time, never before the first result. */
    public void empty(Supplier<? extends Node> state) {
        empty = state;
    }

    /** Returns a banner that appears once the table holds the maximum of rows. */
    public MessageBanner limit() {
        MessageBanner banner =
                MessageBanner.warning(MessageTexts.SHELL.get("table.limit", ValueFormats.number(PagedRows.MAX_ROWS)));
        banner.visibleProperty().bind(pages.limitedProperty());
        return banner;
    }

    /** Registers the handler for Enter or a double click on a row. */
    public void onOpen(Consumer<T> handler) {
        onOpen = handler;
    }

    /** Registers the handler for Enter, Space or a double click on a row that is shown beside the table. */
    public void onInspect(Consumer<T> handler) {
        onOpen = handler;
        inspects = true;
    }

    /** Sets the row menu's items beside the copies; the list may be delivered later, when it is known. */
    public void menu(BiConsumer<T, Consumer<List<ConsoleAction>>> offers) {
        new TableRowMenu<>(this, offers);
    }

    /** Registers what reads the values of rows that are about to be copied, and then runs the copy. */
    public void beforeCopy(BiConsumer<List<T>, Runnable> reading) {
        beforeCopy = reading;
    }

    void copyRows() {
        copyRows(getSelectionModel().getSelectedItems().stream()
                .filter(Objects::nonNull)
                .toList());
    }

    /** Copies these rows with a header line, as tab-separated text. */
    public void copyRows(List<T> rows) {
        beforeCopy.accept(rows, () -> CopyButton.copy(TableColumns.textOf(this, rows)));
    }

    /** Binds the row order: its column shows the arrow, and a click on a sortable head changes it. */
    public void orderBy(Property<ColumnOrder> wanted) {
        order = wanted;
        wanted.subscribe(_ -> showOrder());
        getColumns().addListener((InvalidationListener) _ -> showOrder());
    }

    /** Returns the sort action of each sortable head, for the palette: heads cannot be reached by keyboard. */
    public List<ConsoleAction> sortActions() {
        return getVisibleLeafColumns().stream()
                .filter(TableColumn::isSortable)
                .map(column -> new ConsoleAction(
                        MessageTexts.SHELL.get("column.sort", TableColumns.title(column)),
                        MaterialDesignS.SORT,
                        () -> sortBy(column)))
                .toList();
    }

    private void sortBy(TableColumn<T, ?> column) {
        if (column.getId().equals(order.getValue().column())) {
            order.setValue(order.getValue().turned());
        } else {
            getSortOrder().setAll(List.of(column));
        }
    }

    /** Changes the source of the rows, and loads from the first one. */
    public void show(PagedRows.PageSource<T> source) {
        getSelectionModel().clearSelection();
        pages.show(source);
    }

    public void select(Object rowId) {
        int index = rows().indexOf(rowId);
        if (index >= 0) {
            getSelectionModel().clearAndSelect(index);
            scrollTo(Math.max(0, index - 3));
        }
    }

    private List<?> selectedIds() {
        return getSelectionModel().getSelectedItems().stream()
                .filter(Objects::nonNull)
                .map(id)
                .toList();
    }

    /** Runs the change, keeping the selection on its rows and the first visible row in its place. */
    private void keepingPlace(Runnable change) {
        List<?> selected = selectedIds();
        Object focused = idOf(getSelectionModel().getSelectedItem());
        int top = flow == null || flow.getFirstVisibleCell() == null
                ? 0
                : flow.getFirstVisibleCell().getIndex();
        Object first = top > 0 && top < getItems().size() ? idOf(getItems().get(top)) : null;
        updated.clear();
        change.run();
        showUpdated();
        if (first != null && rows().indexOf(first) >= 0 && rows().indexOf(first) != top) {
            scrollTo(rows().indexOf(first));
        }
        if (selected.equals(selectedIds())) {
            return;
        }
        int[] places =
                selected.stream().mapToInt(rows()::indexOf).filter(i -> i >= 0).toArray();
        getSelectionModel().clearSelection();
        if (places.length > 0) {
            getSelectionModel().selectIndices(places[0], places);
        }
        if (focused != null && rows().indexOf(focused) >= 0) {
            getSelectionModel().select(rows().indexOf(focused));
        }
    }

    /** Refills the cells of updated rows. The selection is only notified of replaced rows. */
    private void showUpdated() {
        for (int place : List.copyOf(updated)) {
            if (getSelectionModel().isSelected(place)) {
                getItems().set(place, getItems().get(place));
            } else if (flow != null && flow.getVisibleCell(place) != null) {
                flow.getVisibleCell(place).updateIndex(place);
            }
        }
    }

    private @Nullable Object idOf(@Nullable T row) {
        return row == null ? null : id.apply(row);
    }

    private void showOrder() {
        orderColumn().ifPresent(column -> {
            column.setSortType(
                    order.getValue().ascending() ? TableColumn.SortType.ASCENDING : TableColumn.SortType.DESCENDING);
            if (!getSortOrder().equals(List.of(column))) {
                getSortOrder().setAll(List.of(column));
            }
        });
    }

    private Optional<TableColumn<T, ?>> orderColumn() {
        return getColumns().stream()
                .filter(column -> column.getId().equals(order.getValue().column()))
                .findFirst();
    }

    String orderTitle() {
        return orderColumn().map(TableColumns::title).orElse("");
    }

    /**
     * Changes the order in which the source delivers the rows. The toolkit's own sort expects the selection to survive, which new
     * rows clear. Reverses the order on the third click on a head, where the toolkit would remove it.
     */
    @Override
    public void sort() {
        if (!getSortOrder().isEmpty()) {
            TableColumn<T, ?> column = getSortOrder().getLast();
            order.setValue(new ColumnOrder(column.getId(), column.getSortType() == TableColumn.SortType.ASCENDING));
        } else if (orderColumn().isPresent()) {
            order.setValue(order.getValue().turned());
        }
    }

    private void watchScrolling() {
        flow = lookup(".virtual-flow") instanceof VirtualFlow<?> found ? found : null;
        if (flow != null && flow.lookup(".scroll-bar:vertical") instanceof ScrollBar bar) {
            bar.valueProperty().subscribe(value -> {
                scrolled.set(value.doubleValue() > 0);
                nearEnd();
            });
        }
    }

    private void nearEnd() {
        IndexedCell<?> last = flow == null ? null : flow.getLastVisibleCell();
        if (last != null && last.getIndex() > getItems().size() - PagedRows.PAGE / 4) {
            pages.more();
        }
    }

    private final class Row extends TableRow<T> {
        /** Referenced by the row alone, so that a discarded row stops listening. */
        private final InvalidationListener changed = _ -> mark();

        Row() {
            rows().goneProperty().addListener(new WeakInvalidationListener(changed));
            setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2 && getItem() != null) {
                    onOpen.accept(getItem());
                }
            });
        }

        @Override
        protected void updateItem(T row, boolean empty) {
            super.updateItem(row, empty);
            mark();
        }

        private void mark() {
            boolean gone = getItem() != null && rows().isGone(getItem());
            pseudoClassStateChanged(GONE, gone);
            setTooltip(gone ? GONE_TIP : null);
        }
    }

    /** Explains on hover what a click on a head does: most lists have one order only, since any other would read every row. */
    private static final class ColumnHeads {
        private static final String EXPLAINED = "dev.darkroom.explained";

        private final PagedTable<?> table;

        private ColumnHeads(PagedTable<?> table) {
            this.table = table;
        }

        /** Installs tooltips when the mouse first enters a head: the skin creates and discards heads. */
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
}
