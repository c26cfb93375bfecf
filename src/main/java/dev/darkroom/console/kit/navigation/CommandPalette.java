package dev.darkroom.console.kit.navigation;

import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.DisplayState;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import dev.darkroom.console.kit.theme.ToneChip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.Popup;
import javafx.stage.PopupWindow;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;

/** The search field of the top bar and its results: hits by id, user, url or request id, then all screens and actions. */
public final class CommandPalette extends HBox {
    /** Visible lines; further entries are reached by scrolling. */
    private static final int MAX_ENTRIES = 12;

    private static final double WIDTH = 480;
    private static final double LINE = 34;

    private final Supplier<List<ConsoleAction>> actions;
    private final Consumer<NavigationTarget> go;
    private final LatestTask found;
    private final TextField field = new TextField();
    private final ListView<Entry> list = new ListView<>();
    private final Popup popup = new Popup();
    private final PauseTransition typing = new PauseTransition(Duration.millis(150));
    private final FocusMemory focus = new FocusMemory(this, node -> node != field);
    private IdentitySearch search = _ -> List.of();
    private List<IdentitySearch.Hit> hits = List.of();
    /** Whether a search for the typed text is running or about to start. */
    private boolean searching;

    private record Entry(
            Ikon icon, String title, @Nullable DisplayState state, String detail, boolean refused, Runnable run) {}

    public CommandPalette(FxEventBridge feed, Supplier<List<ConsoleAction>> actions, Consumer<NavigationTarget> go) {
        this.actions = actions;
        this.go = go;
        found = feed.latestTask();
        build();
        bind();
    }

    private void build() {
        getStyleClass().addAll("search", "field-box");
        setAlignment(Pos.CENTER_LEFT);
        field.getStyleClass().add("bare");
        field.setPromptText(MessageTexts.SHELL.get("search.prompt"));
        field.setAccessibleText(MessageTexts.SHELL.get("search.prompt"));
        HBox.setHgrow(field, Priority.ALWAYS);
        Label hint = TextLabels.whole(KeyboardShortcuts.PALETTE.getDisplayText().replace('+', ' '), "key");
        // At large text sizes the field and its neighbours need the space more.
        hint.visibleProperty()
                .bind(widthProperty().greaterThan(hint.widthProperty().multiply(3.5)));
        hint.managedProperty().bind(hint.visibleProperty());
        getChildren().addAll(IconButtons.icon(MaterialDesignM.MAGNIFY), field, hint);
        list.getStyleClass().add("palette");
        list.setFixedCellSize(LINE);
        list.setFocusTraversable(false);
        list.setCellFactory(_ -> new Cell());
        Label nothing = TextLabels.styled(MessageTexts.SHELL.get("palette.nothing"), "muted");
        list.setPlaceholder(nothing);
        popup.getContent().add(list);
        popup.setAutoHide(true);
        popup.setHideOnEscape(false); // the field handles Esc and would not receive it
        popup.setAnchorLocation(PopupWindow.AnchorLocation.CONTENT_TOP_LEFT);
    }

    private void bind() {
        field.textProperty().subscribe(() -> {
            hits = List.of();
            searching = isSearchable();
            list.getSelectionModel().clearSelection(); // another text begins at the first line
            show();
            typing.playFromStart();
        });
        typing.setOnFinished(_ -> find());
        field.focusedProperty().subscribe(focused -> {
            pseudoClassStateChanged(PseudoClass.getPseudoClass("focused"), focused);
            if (focused) {
                show();
            } else {
                popup.hide();
            }
        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        list.setOnMouseClicked(_ -> run());
        setOnMouseClicked(_ -> field.requestFocus());
    }

    public void search(IdentitySearch newSearch) {
        search = newSearch;
    }

    /** Focuses the field, for Ctrl+K. */
    public void open() {
        field.requestFocus();
        field.selectAll();
        show();
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case DOWN -> move(1, event);
            case UP -> move(-1, event);
            case ENTER -> {
                run();
                event.consume();
            }
            case ESCAPE -> {
                leave();
                event.consume();
            }
            default -> {}
        }
    }

    private void move(int by, KeyEvent event) {
        int next = list.getSelectionModel().getSelectedIndex() + by;
        list.getSelectionModel()
                .select(Math.clamp(next, 0, Math.max(0, list.getItems().size() - 1)));
        scrollToSelected();
        event.consume();
    }

    private void run() {
        Entry entry = list.getSelectionModel().getSelectedItem();
        if (entry != null && !entry.refused()) {
            leave();
            entry.run().run();
        }
    }

    /** Returns the keyboard focus to where it was. */
    private void leave() {
        popup.hide();
        field.clear();
        focus.restoreFocus(getScene().getRoot());
    }

    private void find() {
        found.cancel();
        if (!isSearchable()) {
            return;
        }
        String text = field.getText().strip();
        IdentitySearch asked = search;
        found.load(() -> asked.find(text), this::found, _ -> found(List.of()));
    }

    private boolean isSearchable() {
        return field.getText().strip().length() >= 3;
    }

    private void found(List<IdentitySearch.Hit> result) {
        hits = result;
        searching = false;
        show();
    }

    private void show() {
        if (!field.isFocused() || getScene() == null || getScene().getWindow() == null) {
            return;
        }
        List<Entry> entries = new ArrayList<>();
        hits.forEach(hit -> entries.add(
                new Entry(hit.icon(), hit.title(), hit.state(), hit.detail(), false, () -> go.accept(hit.target()))));
        FuzzyMatcher.filter(field.getText(), others(), ConsoleAction::title)
                .forEach(action -> entries.add(new Entry(
                        action.icon(), action.title(), null, action.remark(), action.refused(), action.run())));
        Entry chosen = list.getSelectionModel().getSelectedItem();
        list.getItems().setAll(entries);
        int kept = chosen == null ? -1 : indexOf(chosen, entries);
        list.getSelectionModel().clearAndSelect(Math.max(0, kept));
        if (kept > 0) {
            scrollToSelected();
        }
        place();
    }

    /** Finds the same entry in a list built anew. */
    private static int indexOf(Entry chosen, List<Entry> entries) {
        for (int place = 0; place < entries.size(); place++) {
            Entry entry = entries.get(place);
            if (entry.title().equals(chosen.title()) && entry.detail().equals(chosen.detail())) {
                return place;
            }
        }
        return -1;
    }

    private void scrollToSelected() {
        list.scrollTo(Math.max(0, list.getSelectionModel().getSelectedIndex() - MAX_ENTRIES / 2));
    }

    /** Returns all actions except the one that opens the palette; refused ones come last. */
    private List<ConsoleAction> others() {
        return actions.get().stream()
                .filter(action -> action.key() != KeyboardShortcuts.PALETTE)
                .sorted(Comparator.comparing(ConsoleAction::refused))
                .toList();
    }

    private void place() {
        if (list.getItems().isEmpty() && searching) {
            popup.hide();
            return;
        }
        Bounds place = localToScreen(getLayoutBounds());
        int lines = Math.clamp(list.getItems().size(), 1, MAX_ENTRIES);
        list.setPrefSize(Math.max(WIDTH, place.getWidth()), lines * LINE + 10);
        if (!popup.isShowing()) {
            popup.show(this, place.getMinX(), place.getMaxY() + 4);
        }
    }

    private static final class Cell extends ListCell<Entry> {
        private static final PseudoClass REFUSED = PseudoClass.getPseudoClass("refused");

        private final Label title = new Label();
        private final Label detail = new Label();
        private final ToneChip state = new ToneChip();
        private final Region space = new Region();
        private final HBox line = new HBox(10);

        Cell() {
            HBox.setHgrow(space, Priority.ALWAYS);
            detail.getStyleClass().add("muted");
            title.getStyleClass().add("title");
            title.setGraphicTextGap(10);
            title.setMinWidth(USE_PREF_SIZE);
            setPrefWidth(0); // as wide as the list, so that long text is truncated, not scrolled
            line.setAlignment(Pos.CENTER_LEFT);
            state.setMinWidth(USE_PREF_SIZE);
        }

        @Override
        protected void updateItem(Entry entry, boolean empty) {
            super.updateItem(entry, empty);
            setGraphic(empty || entry == null ? null : line);
            pseudoClassStateChanged(REFUSED, entry != null && entry.refused());
            if (entry != null) {
                title.setText(entry.title());
                title.setGraphic(IconButtons.icon(entry.icon()));
                detail.setText(entry.detail());
                if (entry.state() != null) {
                    state.show(entry.state(), null);
                    title.getStyleClass().setAll("label", "title", "mono");
                    line.getChildren().setAll(title, state, space, detail);
                } else {
                    title.getStyleClass().setAll("label", "title");
                    line.getChildren().setAll(title, space, detail);
                }
            }
        }
    }
}
