package dev.darkroom.console.kit.filter;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.animation.PauseTransition;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Duration;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignF;

/**
 * Typed chips before a text field. A chip is made by Enter, by a space behind a value or by choosing a suggestion; plain
 * words filter while they are typed, after a short pause or at once on a space, and stay text until then. Backspace in the
 * empty field turns the last chip back into text; Ctrl+C without a selection copies the whole filter as text and pasting
 * such text sets it.
 */
public final class FilterBar extends HBox {
    private static final KeyCombination COPY = KeyCombination.valueOf("Shortcut+C");
    private static final KeyCombination PASTE = KeyCombination.valueOf("Shortcut+V");
    private static final int MOST_SUGGESTIONS = 12;

    private final List<FilterKey> keys;
    /** The chips and the words of the field. */
    private final ObjectProperty<FilterText> filter = new SimpleObjectProperty<>(FilterText.EMPTY);

    private final PauseTransition typing = new PauseTransition(Duration.millis(300));
    private FilterText committed = FilterText.EMPTY;
    /** The words of the field as far as they filter already. */
    private FilterText words = FilterText.EMPTY;

    private final HBox chips = new HBox(4);
    private final TextField field = new TextField();
    private final ContextMenu suggestions = new ContextMenu();

    public FilterBar(List<FilterKey> keys) {
        this.keys = List.copyOf(keys);
        build();
        bind();
    }

    private void build() {
        getStyleClass().addAll("filter-bar", "field-box");
        setAlignment(Pos.CENTER_LEFT);
        FontIcon funnel = IconButtons.icon(MaterialDesignF.FILTER_VARIANT);
        chips.setAlignment(Pos.CENTER_LEFT);
        chips.setMinWidth(USE_PREF_SIZE);
        field.getStyleClass().add("bare");
        field.setAccessibleText(MessageTexts.SHELL.get("filter.name"));
        suggestions.getStyleClass().add("suggestions");
        HBox.setHgrow(field, Priority.ALWAYS);
        setHgrow(this, Priority.ALWAYS);
        getChildren().addAll(funnel, chips, field);
    }

    private void bind() {
        filter.subscribe(this::follow);
        field.textProperty().subscribe(this::typed);
        typing.setOnFinished(_ -> applyWords());
        field.focusedProperty().subscribe(focused -> {
            pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("focused"), focused);
            if (!focused) {
                suggestions.hide();
            }
        });
        field.setOnAction(_ -> commit());
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        field.addEventFilter(KeyEvent.KEY_TYPED, this::leaveOutSpace);
        setOnMouseClicked(_ -> field.requestFocus());
    }

    /** What is filtered by now; may be set. */
    public ObjectProperty<FilterText> filterProperty() {
        return filter;
    }

    public FilterText filter() {
        return filter.get();
    }

    /** For the key {@code /}. */
    public void focusField() {
        field.requestFocus();
    }

    public void clear() {
        commit(FilterText.EMPTY);
        field.clear();
    }

    /** An empty field filters nothing, and nobody waits for that. */
    private void typed(String text) {
        suggest();
        if (text.isEmpty()) {
            applyWords();
        } else {
            typing.playFromStart();
        }
    }

    private void applyWords() {
        typing.stop();
        words = new FilterText(FilterText.parse(field.getText()).terms().stream()
                .filter(FilterBar::isPlainWord)
                .toList());
        publish();
    }

    private void commit(FilterText chips) {
        committed = chips;
        publish();
    }

    private void publish() {
        filter.set(wanted());
        showChips();
    }

    private FilterText wanted() {
        return committed.with(words);
    }

    /** A filter that is none of ours was set from elsewhere: what stands in the field has no part in it. */
    private void follow(FilterText now) {
        if (!now.equals(wanted())) {
            committed = now;
            words = FilterText.EMPTY;
            field.clear();
        }
        showChips();
    }

    /** What is to become {@code -key:} or a chip means nothing until it is whole. */
    private static boolean isPlainWord(FilterTerm term) {
        return term.isWord() && !term.excluded() && !term.value().equals("-");
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.BACK_SPACE && field.getText().isEmpty() && !committed.isEmpty()) {
            FilterTerm last = committed.terms().getLast();
            commit(committed.without(last));
            field.setText(last.text());
            field.end();
            event.consume();
        } else if (event.getCode() == KeyCode.SPACE && closesChip()) {
            commit();
            event.consume();
        } else if (event.getCode() == KeyCode.SPACE) {
            applyWords();
        } else if (event.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
            field.clear();
            event.consume();
        } else if (COPY.match(event) && field.getSelectedText().isEmpty()) {
            copy();
            event.consume();
        } else if (PASTE.match(event) && pasteFilter()) {
            event.consume();
        }
    }

    /** The space that ended a chip is typed after its key was pressed, into a field that is empty by then. */
    private void leaveOutSpace(KeyEvent event) {
        if (event.getCharacter().equals(" ") && field.getText().isEmpty()) {
            event.consume();
        }
    }

    /** A space ends a chip with a key or a minus, but not inside quotes and not between words. */
    private boolean closesChip() {
        String text = field.getText();
        boolean open = text.chars().filter(c -> c == '"').count() % 2 == 1;
        return !open
                && field.getCaretPosition() == text.length()
                && FilterText.parse(text).terms().stream()
                        .anyMatch(
                                t -> (!t.isWord() || t.excluded()) && !t.value().isEmpty());
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(filter().text());
        Clipboard.getSystemClipboard().setContent(content);
    }

    private boolean pasteFilter() {
        String text = Clipboard.getSystemClipboard().getString();
        boolean chipsInside =
                text != null && FilterText.parse(text).terms().stream().anyMatch(t -> !t.isWord());
        if (chipsInside) {
            commit(committed.with(FilterText.parse(text)));
        }
        return chipsInside;
    }

    private void commit() {
        commit(committed.with(FilterText.parse(field.getText())));
        field.clear();
    }

    private void showChips() {
        chips.getChildren().setAll(committed.terms().stream().map(this::chip).toList());
        String unused = keys.stream()
                .map(FilterKey::name)
                .filter(name -> filter().of(name).isEmpty())
                .map(name -> name + ":")
                .collect(Collectors.joining(" "));
        field.setPromptText(unused);
    }

    private HBox chip(FilterTerm term) {
        Label text = new Label(term.text());
        text.getStyleClass().add("mono");
        Button remove = IconButtons.iconButton(
                MaterialDesignC.CLOSE,
                MessageTexts.SHELL.get("filter.remove", term.text()),
                () -> commit(committed.without(term)));
        remove.getStyleClass().add("bare");
        HBox chip = new HBox(text, remove);
        chip.setAlignment(Pos.CENTER_LEFT);
        chip.getStyleClass().add("filter-chip");
        return chip;
    }

    private void suggest() {
        List<String> found = matches(field.getText()).limit(MOST_SUGGESTIONS).toList();
        if (found.isEmpty() || !field.isFocused() || field.getText().isEmpty() || field.getScene() == null) {
            suggestions.hide();
            return;
        }
        suggestions.getItems().setAll(found.stream().map(this::suggestion).toList());
        if (!suggestions.isShowing()) {
            suggestions.show(field, Side.BOTTOM, 0, 4);
        }
    }

    private MenuItem suggestion(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("mono");
        CustomMenuItem item = new CustomMenuItem(label);
        item.setOnAction(_ -> {
            field.setText(text);
            field.end();
            if (!text.endsWith(":")) {
                commit();
            }
        });
        return item;
    }

    /** Keys that begin with what is typed, or the values of the key that is typed. */
    private Stream<String> matches(String typed) {
        int colon = typed.indexOf(':');
        if (colon < 0) {
            return keys.stream().map(k -> k.name() + ":").filter(k -> k.startsWith(typed) && !typed.isEmpty());
        }
        String key = typed.substring(0, colon);
        String start = typed.substring(colon + 1).toLowerCase(java.util.Locale.ROOT);
        return keys.stream()
                .filter(k -> k.name().equals(key))
                .flatMap(k -> k.values().get().stream())
                .filter(v -> v.toLowerCase(java.util.Locale.ROOT).contains(start))
                .map(v -> FilterTerm.of(key, v).text())
                .filter(text -> !text.equals(typed));
    }
}
