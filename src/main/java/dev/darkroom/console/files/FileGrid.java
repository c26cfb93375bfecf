package dev.darkroom.console.files;

import dev.darkroom.console.kit.layout.RevealedFiles;
import dev.darkroom.console.kit.table.LiveRows;
import dev.darkroom.console.kit.table.PagedRows;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.storage.StoredFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/**
 * Cards in rows, of which only those that are seen exist. The files are a bounded stretch, {@link PagedRows},
 * that grows when the reader nears its end; no card moves under the mouse.
 */
final class FileGrid extends ListView<Integer> {
    private static final double GAP = 12;
    private static final double MARGIN = 16;
    /** Room for the scroll bar: a row that reached under it would need a second one. */
    private static final double BAR = 14;

    private static final double NARROWEST = 172;
    private static final double SHAPE = 0.645;

    private final LiveRows<StoredFile> rows;
    private final CardImageCache pictures;
    private final ValueFormats formats;
    private final RevealedFiles revealed;
    private final PagedRows<StoredFile> pages;
    private final ReadOnlyObjectWrapper<@Nullable StoredFile> chosen = new ReadOnlyObjectWrapper<>();
    private final BooleanProperty scrolled = new SimpleBooleanProperty();
    private Consumer<StoredFile> onOpen = _ -> {};
    private @Nullable VirtualFlow<?> flow;
    private int perRow = 1;

    FileGrid(PagedRows<StoredFile> pages, CardImageCache pictures, ValueFormats formats, RevealedFiles revealed) {
        this.pages = pages;
        rows = pages.rows();
        this.pictures = pictures;
        this.formats = formats;
        this.revealed = revealed;
        revealed.countProperty().subscribe(_ -> refresh());
        getStyleClass().addAll("file-grid", "edge-to-edge");
        setSelectionModel(new DisabledSelection<>());
        setCellFactory(_ -> new Row());
        widthProperty().subscribe(_ -> arrange());
        rows.items().addListener((InvalidationListener) _ -> arrange());
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        skinProperty().subscribe(_ -> watchScrolling());
        pages.onReload(() -> scrollTo(0));
        pages.readBy(Bindings.createObjectBinding(
                this::reading, sceneProperty(), hoverProperty(), scrolled, chosen, rows.items()));
    }

    ReadOnlyObjectProperty<@Nullable StoredFile> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /** Enter, or a click on a card. */
    void onOpen(Consumer<StoredFile> handler) {
        onOpen = handler;
    }

    void choose(@Nullable StoredFile file) {
        chosen.set(file);
        pages.keep(file == null ? List.of() : List.of(file.id()));
        refresh();
        int index = file == null ? -1 : rows.indexOf(file.id());
        if (index >= 0) {
            bringIntoView(index / perRow);
        }
    }

    /** The file so many places further on, if there is one. */
    Optional<StoredFile> neighbour(int by) {
        StoredFile now = chosen.get();
        int index = now == null ? -1 : rows.indexOf(now.id());
        int next = index < 0 ? 0 : index + by;
        return next >= 0 && next < rows.items().size()
                ? Optional.of(rows.items().get(next))
                : Optional.empty();
    }

    private LiveRows.Reading reading() {
        if (getScene() == null || rows.items().isEmpty()) {
            return LiveRows.Reading.NOTHING;
        }
        if (isHover()) {
            return LiveRows.Reading.UNDER_THE_MOUSE;
        }
        return scrolled.get() || chosen.get() != null ? LiveRows.Reading.ROWS : LiveRows.Reading.NOTHING;
    }

    /** How many cards stand in a row, and how many rows there are. */
    private void arrange() {
        double room = getWidth() - 2 * MARGIN - BAR + GAP;
        perRow = Math.max(1, (int) (room / (NARROWEST + GAP)));
        setFixedCellSize(Math.round(faceHeight() + FileCard.FOOT + GAP));
        int count = (rows.items().size() + perRow - 1) / perRow;
        if (getItems().size() != count) {
            List<Integer> numbers = new ArrayList<>();
            for (int row = 0; row < count; row++) {
                numbers.add(row);
            }
            getItems().setAll(numbers);
        }
        refresh();
    }

    private double cardWidth() {
        return Math.floor((getWidth() - 2 * MARGIN - BAR - (perRow - 1) * GAP) / perRow);
    }

    private double faceHeight() {
        return Math.round(Math.max(NARROWEST, cardWidth()) * SHAPE);
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
        if (last != null && (last.getIndex() + 4) * perRow > rows.items().size()) {
            pages.more();
        }
    }

    private void bringIntoView(int row) {
        IndexedCell<?> first = flow == null ? null : flow.getFirstVisibleCell();
        IndexedCell<?> last = flow == null ? null : flow.getLastVisibleCell();
        if (first != null && last != null && (row <= first.getIndex() || row >= last.getIndex())) {
            scrollTo(row <= first.getIndex() ? row : Math.max(0, row - (last.getIndex() - first.getIndex()) + 1));
        }
    }

    private void key(KeyEvent event) {
        if (event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        StoredFile now = chosen.get();
        Optional<StoredFile> next = switch (event.getCode()) {
            case LEFT, K -> neighbour(-1);
            case RIGHT, J -> neighbour(1);
            case UP -> neighbour(-perRow);
            case DOWN -> neighbour(perRow);
            case ENTER, SPACE -> Optional.ofNullable(now);
            default -> Optional.empty();
        };
        next.ifPresent(file -> {
            choose(file);
            onOpen.accept(file);
            event.consume();
        });
    }

    private final class Row extends ListCell<Integer> {
        private final HBox cards = new HBox(GAP);

        Row() {
            getStyleClass().add("file-row");
            cards.setPadding(new javafx.geometry.Insets(0, MARGIN, 0, MARGIN));
        }

        @Override
        protected void updateItem(@Nullable Integer row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setGraphic(null);
                show(Integer.MAX_VALUE / 2);
                return;
            }
            while (cards.getChildren().size() < perRow) {
                cards.getChildren().add(new FileCard(pictures, formats, revealed, (file, _) -> {
                    requestFocus();
                    choose(file);
                    onOpen.accept(file);
                }));
            }
            while (cards.getChildren().size() > perRow) {
                ((FileCard) cards.getChildren().removeLast()).show(null, false);
            }
            show(row * perRow);
            setGraphic(cards);
        }

        private void show(int from) {
            StoredFile marked = chosen.get();
            for (int place = 0; place < cards.getChildren().size(); place++) {
                FileCard card = (FileCard) cards.getChildren().get(place);
                int index = from + place;
                StoredFile file = index < rows.items().size() ? rows.items().get(index) : null;
                card.resizeTo(cardWidth(), faceHeight());
                card.show(file, file != null && marked != null && file.id().equals(marked.id()));
            }
        }
    }
}
