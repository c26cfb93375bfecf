package dev.darkroom.console.kit.table;

import dev.darkroom.console.kit.dialog.MessageBanner;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestResult;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;

/**
 * A table over a bounded stretch of rows that are fetched by key: the next page comes when the reader nears the end.
 * Rows keep their place and the selection its row while values change; see {@link LiveRows}.
 */
public final class PagedTable<T> extends TableView<T> {
    public static final int PAGE = 200;
    /** A person who scrolled this far wants a filter; a table that holds more gets slow to scroll. */
    public static final int MOST = 5000;

    private static final PseudoClass GONE = PseudoClass.getPseudoClass("gone");

    private final Function<? super T, ?> id;
    private final LiveRows<T> rows;
    private final LatestResult loads;
    private final LatestResult refreshes;
    private final ReadOnlyBooleanWrapper complete = new ReadOnlyBooleanWrapper();
    private final BooleanProperty limited = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<@Nullable Exception> failure = new ReadOnlyObjectWrapper<>();
    private final Button freshPill = new Button();
    private PageSource<T> pages = (_, _) -> List.of();
    private Consumer<T> onOpen = _ -> {};
    private Supplier<? extends Node> empty = Region::new;
    private BiConsumer<String, Boolean> onSort = (_, _) -> {};
    private @Nullable VirtualFlow<?> flow;

    public PagedTable(FxEventBridge feed, Function<? super T, ?> id) {
        this.id = id;
        rows = new LiveRows<>(id);
        loads = feed.slot();
        refreshes = feed.slot();
        setItems(rows.items());
        getStyleClass().addAll("keyed-table", "edge-to-edge");
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        setRowFactory(_ -> new Row());
        setSortPolicy(_ -> sorted());
        setPlaceholder(new Region());
        TableKeys.install(this, row -> onOpen.accept(row));
        skinProperty().subscribe(this::watchScrolling);
        pill();
    }

    private void pill() {
        freshPill.getStyleClass().addAll("pill", SemanticColor.BLUE.style());
        freshPill.setGraphic(IconButtons.icon(MaterialDesignA.ARROW_UP));
        freshPill
                .textProperty()
                .bind(rows.freshProperty()
                        .map(n -> MessageTexts.SHELL.get("table.new", ValueFormats.number(n.longValue()))));
        freshPill.visibleProperty().bind(rows.freshProperty().greaterThan(0));
        freshPill.managedProperty().bind(freshPill.visibleProperty());
        freshPill.setOnAction(_ -> reload());
    }

    /** "37 new": belongs into the header of the screen; a click lets them in. */
    public Button freshPill() {
        return freshPill;
    }

    public LiveRows<T> rows() {
        return rows;
    }

    /** Whether the last row there is has been loaded. */
    public ReadOnlyBooleanProperty completeProperty() {
        return complete.getReadOnlyProperty();
    }

    /** What the last fetch failed with, null when it went well; show it as a banner. */
    public ReadOnlyObjectProperty<@Nullable Exception> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** What stands in the table when a fetch brought nothing; asked each time, and never shown before the first answer. */
    public void empty(Supplier<? extends Node> state) {
        empty = state;
    }

    /** Says, once that is so, that the table holds no more rows than these. */
    public MessageBanner limit() {
        MessageBanner banner = MessageBanner.warning(MessageTexts.SHELL.get("table.limit", ValueFormats.number(MOST)));
        banner.visibleProperty().bind(limited);
        return banner;
    }

    /** Enter or a double click on a row. */
    public void onOpen(Consumer<T> handler) {
        onOpen = handler;
    }

    /**
     * A click on a column's head: the column's id, and whether upwards; an empty id when the order is given up. The rows
     * are then expected in the new order, see {@link #show}.
     */
    public void onSort(BiConsumer<String, Boolean> handler) {
        onSort = handler;
    }

    /** Takes rows from somewhere else from now on, from the first one. */
    public void show(PageSource<T> source) {
        pages = source;
        getSelectionModel().clearSelection();
        reload();
    }

    /** From the first row again; the selection stays when its rows are still there. */
    public void reload() {
        refreshes.cancel();
        PageSource<T> source = pages;
        loads.load(
                () -> source.fetch(null, PAGE),
                page -> {
                    keepingSelection(() -> rows.replaceAll(page));
                    scrollTo(0);
                    loaded(page.size(), PAGE);
                },
                failure::set);
    }

    /** Reads again what is loaded. */
    public void reread() {
        if (loads.isRunning()) {
            return;
        }
        PageSource<T> source = pages;
        int count = Math.max(PAGE, rows.items().size());
        refreshes.load(
                () -> source.fetch(null, count),
                page -> {
                    keepingSelection(() -> rows.refresh(page, isCalm()));
                    loaded(page.size(), count);
                },
                failure::set);
    }

    /** Rows that changed or came, newest first. */
    public void offer(List<T> changed) {
        keepingSelection(() -> rows.offer(changed, isCalm()));
    }

    public void select(Object rowId) {
        int index = rows.indexOf(rowId);
        if (index >= 0) {
            getSelectionModel().clearAndSelect(index);
            scrollTo(Math.max(0, index - 3));
        }
    }

    /** Nobody is reading: at the top, nothing selected. */
    public boolean isCalm() {
        boolean top = flow == null
                || flow.getFirstVisibleCell() == null
                || flow.getFirstVisibleCell().getIndex() == 0;
        return top && getSelectionModel().isEmpty();
    }

    private void loaded(int count, int asked) {
        complete.set(count < asked);
        limited.set(count == asked && rows.items().size() >= MOST);
        failure.set(null);
        if (rows.items().isEmpty()) {
            setPlaceholder(empty.get());
        }
    }

    private void more() {
        int size = rows.items().size();
        if (complete.get() || loads.isRunning() || size == 0 || size >= MOST) {
            return;
        }
        PageSource<T> source = pages;
        T last = rows.items().getLast();
        loads.load(
                () -> source.fetch(last, PAGE),
                page -> {
                    rows.append(page);
                    loaded(page.size(), PAGE);
                },
                failure::set);
    }

    private void keepingSelection(Runnable change) {
        List<?> selected =
                getSelectionModel().getSelectedItems().stream().map(id).toList();
        Object focused = getSelectionModel().getSelectedItem() == null
                ? null
                : id.apply(getSelectionModel().getSelectedItem());
        change.run();
        int[] places =
                selected.stream().mapToInt(rows::indexOf).filter(i -> i >= 0).toArray();
        if (!selected.equals(
                getSelectionModel().getSelectedItems().stream().map(id).toList())) {
            getSelectionModel().clearSelection();
            if (places.length > 0) {
                getSelectionModel().selectIndices(places[0], places);
            }
            if (focused != null && rows.indexOf(focused) >= 0) {
                getSelectionModel().select(rows.indexOf(focused));
            }
        }
    }

    private boolean sorted() {
        if (getSortOrder().isEmpty()) {
            onSort.accept("", false);
        } else {
            TableColumn<T, ?> column = getSortOrder().getFirst();
            onSort.accept(column.getId(), column.getSortType() == TableColumn.SortType.ASCENDING);
        }
        return true;
    }

    private void watchScrolling() {
        flow = lookup(".virtual-flow") instanceof VirtualFlow<?> found ? found : null;
        if (flow != null && flow.lookup(".scroll-bar:vertical") instanceof ScrollBar bar) {
            bar.valueProperty().subscribe(this::nearEnd);
        }
    }

    private void nearEnd() {
        IndexedCell<?> last = flow == null ? null : flow.getLastVisibleCell();
        if (last != null && last.getIndex() > rows.items().size() - PAGE / 4) {
            more();
        }
    }

    private final class Row extends TableRow<T> {
        /** Kept by the row alone, so that a row that is thrown away stops listening. */
        private final InvalidationListener changed = _ -> mark();

        Row() {
            rows.goneProperty().addListener(new WeakInvalidationListener(changed));
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
            pseudoClassStateChanged(GONE, getItem() != null && rows.isGone(getItem()));
        }
    }
}
