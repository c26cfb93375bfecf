package dev.darkroom.console.files;

import dev.darkroom.console.kit.layout.FlaggedCover.RevealedFiles;
import dev.darkroom.console.kit.layout.ThumbnailCache;
import dev.darkroom.console.kit.navigation.ActionMenuItem;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.table.LiveRows;
import dev.darkroom.console.kit.table.PagedRows;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.ShowingSubscription;
import dev.darkroom.storage.StoredFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableDoubleValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.controlsfx.control.GridCell;
import org.controlsfx.control.GridView;
import org.jspecify.annotations.Nullable;

/**
 * Cards in rows; only visible cards exist. The files are a bounded range, {@link PagedRows}, that grows when the reader nears
 * its end; no card moves under the mouse.
 */
final class FileGrid extends GridView<StoredFile> {
    /** Px on each side of a card. */
    private static final double GAP = 6;
    /** Px left of the first card plus right of the last, including the scroll bar, less the gaps of the cards themselves. */
    private static final double MARGINS = 34;

    private static final double MIN_CARD_WIDTH = 172;
    /** The card that the keys act on, which need not be selected. */
    private static final PseudoClass LEAD = PseudoClass.getPseudoClass("lead");

    private static final double ASPECT_RATIO = 0.645;

    private final LiveRows<StoredFile> rows;
    private final ThumbnailCache pictures;
    private final ValueFormats formats;
    private final RevealedFiles revealed;
    private final PagedRows<StoredFile> pages;
    private final ReadOnlyObjectWrapper<@Nullable StoredFile> current = new ReadOnlyObjectWrapper<>();
    private final ObservableList<StoredFile> selected = FXCollections.observableArrayList();
    private final BooleanProperty scrolled = new SimpleBooleanProperty();
    private final ContextMenu menu = new ContextMenu();
    private Consumer<StoredFile> onOpen = _ -> {};
    private Consumer<List<StoredFile>> onCopy = _ -> {};
    /** The end of a range that stays while Shift moves the other one. */
    private @Nullable StoredFile anchor;

    private Function<StoredFile, List<ConsoleAction>> menuActions = _ -> List.of();
    private @Nullable VirtualFlow<?> flow;
    private final ObservableDoubleValue scale;
    private int perRow = 1;

    /** @param scale the text size, with which the cards grow */
    FileGrid(
            PagedRows<StoredFile> pages,
            ThumbnailCache pictures,
            ValueFormats formats,
            RevealedFiles revealed,
            ObservableDoubleValue scale) {
        this.pages = pages;
        this.scale = scale;
        rows = pages.rows();
        this.pictures = pictures;
        this.formats = formats;
        this.revealed = revealed;
        revealed.countProperty().subscribe(_ -> refresh());
        getStyleClass().add("file-grid");
        setHorizontalCellSpacing(GAP);
        setVerticalCellSpacing(GAP);
        setCellFactory(_ -> new Cell());
        setItems(rows.items());
        widthProperty().subscribe(_ -> arrange());
        ShowingSubscription.follow(this, scale, _ -> arrange());
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        setOnContextMenuRequested(this::menuKey);
        skinProperty().subscribe(_ -> watchScrolling());
        pages.onReload(() -> {
            if (flow != null) {
                flow.scrollToTop(0);
            }
        });
        pages.readBy(Bindings.createObjectBinding(
                this::reading, sceneProperty(), hoverProperty(), scrolled, current, rows.items()));
    }

    LiveRows<StoredFile> rows() {
        return rows;
    }

    /** Sets the handler for Enter or a click on a card. */
    void onOpen(Consumer<StoredFile> handler) {
        onOpen = handler;
    }

    /** Sets the handler that copies the selected files. */
    void onCopy(Consumer<List<StoredFile>> handler) {
        onCopy = handler;
    }

    /** Updates the ages on the visible cards, every second. */
    void tick() {
        if (getScene() != null) {
            lookupAll(".file-card").forEach(card -> ((FileCard) card).tick());
        }
    }

    /** Sets the actions of a card's context menu. */
    void menu(Function<StoredFile, List<ConsoleAction>> wanted) {
        menuActions = wanted;
    }

    /** The selected files, which may include the open one. */
    ObservableList<StoredFile> selected() {
        return selected;
    }

    void select(@Nullable StoredFile file) {
        anchor = file;
        current.set(file);
        setSelected(file == null ? List.of() : List.of(file));
        if (file != null) {
            reveal(file);
        }
    }

    private void reveal(StoredFile file) {
        int index = rows.indexOf(file.id());
        if (index >= 0 && flow != null) {
            flow.scrollTo(index / perRow);
        }
    }

    private void toggle(StoredFile file) {
        List<StoredFile> now = new ArrayList<>(selected);
        if (!now.removeIf(each -> each.id().equals(file.id()))) {
            now.add(file);
        }
        anchor = file;
        current.set(file);
        setSelected(now);
    }

    /** Selects from the anchor to this file, which may be the only one. */
    private void extendTo(StoredFile file) {
        StoredFile from = anchor == null ? file : anchor;
        int here = rows.indexOf(file.id());
        int there = rows.indexOf(from.id());
        if (here >= 0 && there >= 0) {
            anchor = from;
            current.set(file);
            setSelected(rows.items().subList(Math.min(here, there), Math.max(here, there) + 1));
        }
    }

    private void setSelected(List<StoredFile> files) {
        selected.setAll(files);
        pages.keep(files.stream().map(StoredFile::id).toList());
        refresh();
    }

    /** Handles a click as in any list: Ctrl toggles the file, Shift selects the range. */
    private void clicked(StoredFile file, MouseEvent event) {
        requestFocus();
        if (event.isShortcutDown()) {
            toggle(file);
        } else if (event.isShiftDown() && anchor != null) {
            extendTo(file);
        } else {
            select(file);
            onOpen.accept(file);
        }
    }

    /** Returns the file {@code by} places further on, if there is one. */
    Optional<StoredFile> neighbour(int by) {
        StoredFile now = current.get();
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
        return scrolled.get() || current.get() != null ? LiveRows.Reading.ROWS : LiveRows.Reading.NOTHING;
    }

    /** Fits as many cards into a row as possible, as wide as the row allows. */
    private void arrange() {
        double room = getWidth() - MARGINS;
        double narrowest = MIN_CARD_WIDTH * scale.get();
        perRow = Math.max(1, (int) (room / (narrowest + 2 * GAP)));
        double width = Math.max(narrowest, Math.floor(room / perRow) - 2 * GAP);
        setCellWidth(width);
        setCellHeight(Math.round(width * ASPECT_RATIO) + footHeight());
    }

    private double footHeight() {
        return Math.ceil(FileCard.FOOT * scale.get());
    }

    private void refresh() {
        lookupAll(".grid-cell").forEach(cell -> ((Cell) cell).show());
    }

    private void watchScrolling() {
        flow = lookup(".virtual-flow") instanceof VirtualFlow<?> found ? found : null;
        if (flow != null) {
            flow.setFocusTraversable(false); // the grid around it has the keyboard focus
            flow.positionProperty().subscribe(position -> {
                scrolled.set(position.doubleValue() > 0);
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

    /** As in any list: Shift extends the selection, Ctrl moves without selecting, and Ctrl+Space toggles. */
    private void key(KeyEvent event) {
        if (event.isAltDown()) {
            return;
        }
        if (event.isShortcutDown()) {
            shortcut(event);
            return;
        }
        Optional<StoredFile> next = switch (event.getCode()) {
            case K -> neighbour(-1);
            case J -> neighbour(1);
            case ENTER, SPACE -> Optional.ofNullable(current.get());
            default -> towards(event.getCode());
        };
        next.ifPresent(file -> {
            if (event.isShiftDown()) {
                extendTo(file);
                reveal(file);
            } else {
                select(file);
                onOpen.accept(file);
            }
            event.consume();
        });
    }

    private Optional<StoredFile> towards(KeyCode arrow) {
        return switch (arrow) {
            case LEFT -> neighbour(-1);
            case RIGHT -> neighbour(1);
            case UP -> neighbour(-perRow);
            case DOWN -> neighbour(perRow);
            default -> Optional.empty();
        };
    }

    private void shortcut(KeyEvent event) {
        StoredFile now = current.get();
        Optional<StoredFile> next = towards(event.getCode());
        if (event.getCode() == KeyCode.A) {
            setSelected(List.copyOf(rows.items()));
        } else if (event.getCode() == KeyCode.C && !event.isShiftDown() && !selected.isEmpty()) {
            onCopy.accept(List.copyOf(selected));
        } else if (event.getCode() == KeyCode.SPACE && now != null) {
            toggle(now);
        } else if (next.isPresent()) {
            current.set(next.get());
            reveal(next.get());
            refresh();
        } else {
            return;
        }
        event.consume();
    }

    /** Opens the menu of the current card, even when the mouse is elsewhere. */
    private void menuKey(ContextMenuEvent event) {
        StoredFile file = current.get();
        if (event.isKeyboardTrigger() && file != null) {
            Node place = lookupAll(".grid-cell").stream()
                    .filter(cell -> cell.isVisible() && file.equals(((Cell) cell).getItem()))
                    .findFirst()
                    .orElse(this);
            Bounds bounds = place.localToScreen(place.getLayoutBounds());
            menu.getItems().setAll(ActionMenuItem.all(menuActions.apply(file)));
            menu.show(this, bounds.getMinX() + GAP, bounds.getMinY() + GAP);
            event.consume();
        }
    }

    private final class Cell extends GridCell<StoredFile> {
        private final FileCard card = new FileCard(pictures, formats, revealed, FileGrid.this::clicked);

        Cell() {
            setGraphic(card);
            card.setOnContextMenuRequested(event -> {
                StoredFile file = getItem();
                if (file != null) {
                    menu.getItems().setAll(ActionMenuItem.all(menuActions.apply(file)));
                    menu.show(card, event.getScreenX(), event.getScreenY());
                    event.consume();
                }
            });
        }

        /** Ignores the empty update that precedes each new file; cells without a file are removed from their row anyway. */
        @Override
        protected void updateItem(@Nullable StoredFile file, boolean empty) {
            if (!empty) {
                super.updateItem(file, false);
                show();
            }
        }

        private void show() {
            StoredFile file = getItem();
            boolean isSelected =
                    file != null && selected.stream().anyMatch(each -> each.id().equals(file.id()));
            card.resizeTo(getCellWidth(), getCellHeight() - footHeight(), footHeight());
            card.show(file, isSelected);
            StoredFile lead = current.get();
            pseudoClassStateChanged(
                    LEAD, file != null && lead != null && lead.id().equals(file.id()));
        }
    }
}
