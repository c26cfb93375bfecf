package dev.darkroom.console.kit.filter;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.TextLabels;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.animation.PauseTransition;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
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
import org.kordamp.ikonli.materialdesign2.MaterialDesignH;

/**
 * Typed chips before a text field. Enter, a space after a value, choosing a suggestion or leaving the field makes a chip, and a
 * click turns it back into text. Plain words stay text until Enter, but filter while being typed, after a short pause or at once on a space.
 * Backspace in the empty field marks the last chip and then removes it; Ctrl+A marks text and chips, which Delete removes and
 * typing replaces. Ctrl+C without a selection copies the whole filter as text, and pasting such text sets it.
 */
public final class FilterBar extends HBox {
    private static final KeyCombination COPY = KeyCombination.valueOf("Shortcut+C");
    private static final KeyCombination PASTE = KeyCombination.valueOf("Shortcut+V");
    private static final KeyCombination ALL = KeyCombination.valueOf("Shortcut+A");
    private static final PseudoClass MARKED = PseudoClass.getPseudoClass("marked");

    private final List<FilterKey> keys;
    /** The filter made up of chips and words. */
    private final ObjectProperty<FilterText> filter = new SimpleObjectProperty<>(FilterText.EMPTY);

    private final PauseTransition typing = new PauseTransition(Duration.millis(300));
    private FilterText committed = FilterText.EMPTY;
    /** The part of the field's text that already filters. */
    private FilterText words = FilterText.EMPTY;

    private final ChipRowsPane chips = new ChipRowsPane();
    private final TextField field = new TextField();
    private final FilterSuggestions suggestions;
    /** The chips that the next Backspace or Delete removes. */
    private Set<FilterTerm> marked = Set.of();
    /** Marked by Ctrl+A, so that typing replaces them. */
    private boolean all;

    public FilterBar(List<FilterKey> keys) {
        this.keys = List.copyOf(keys);
        suggestions = new FilterSuggestions(this.keys, field, this::suggested);
        build();
        bind();
    }

    private void build() {
        getStyleClass().addAll("filter-bar", "field-box");
        setAlignment(Pos.CENTER_LEFT);
        FontIcon funnel = IconButtons.icon(MaterialDesignF.FILTER_VARIANT);
        field.getStyleClass().add("bare");
        field.setAccessibleText(MessageTexts.SHELL.get("filter.name"));
        Button help = IconButtons.iconButton(
                MaterialDesignH.HELP_CIRCLE_OUTLINE, MessageTexts.SHELL.get("filter.help"), this::showKeys);
        help.getStyleClass().add("bare");
        help.setFocusTraversable(false);
        HBox.setHgrow(field, Priority.ALWAYS);
        setHgrow(this, Priority.ALWAYS);
        getChildren().addAll(funnel, chips, field, help);
    }

    /** Does not shrink, whatever is below it. */
    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    private void bind() {
        filter.subscribe(this::follow);
        field.textProperty().subscribe(this::typed);
        typing.setOnFinished(_ -> applyWords());
        field.focusedProperty().subscribe(focused -> {
            pseudoClassStateChanged(PseudoClass.getPseudoClass("focused"), focused);
            if (!focused) {
                if (isLeft() && hasWholeChip()) {
                    commit();
                }
                suggestions.hide();
                mark(Set.of());
            }
        });
        field.setOnAction(_ -> commit());
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        field.addEventFilter(KeyEvent.KEY_TYPED, this::leaveOutSpace);
        setOnMouseClicked(_ -> field.requestFocus());
    }

    /** The current filter; may be set. */
    public ObjectProperty<FilterText> filterProperty() {
        return filter;
    }

    public FilterText filter() {
        return filter.get();
    }

    /** Focuses the field, for the key {@code /}. */
    public void focusField() {
        field.requestFocus();
    }

    /** Applies the text after a pause; clearing the field takes effect at once. */
    private void typed(String text) {
        suggestions.offer();
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

    /** Takes over a filter set from outside, dropping the text of the field. */
    private void follow(FilterText now) {
        if (!now.equals(wanted())) {
            committed = now;
            words = FilterText.EMPTY;
            field.clear();
        }
        showChips();
    }

    /** The beginning of {@code -key:} or of a chip means nothing until complete. */
    private static boolean isPlainWord(FilterTerm term) {
        return term.isWord() && !term.excluded() && !term.value().equals("-");
    }

    private void key(KeyEvent event) {
        boolean handled = keyOfMarked(event)
                || switch (event.getCode()) {
                    case BACK_SPACE -> markLast();
                    case SPACE -> space();
                    case ESCAPE -> escape();
                    case DOWN -> showKeysIfHidden();
                    case TAB -> suggestions.takeFirst();
                    default -> keyWithControl(event);
                };
        if (handled) {
            event.consume();
        }
    }

    /** Handles a key while chips are marked: it removes them, unmarks them or, if it types text, replaces all of them. */
    private boolean keyOfMarked(KeyEvent event) {
        if (marked.isEmpty() || event.getCode().isModifierKey() || COPY.match(event)) {
            return false;
        }
        Set<FilterTerm> chosen = marked;
        mark(Set.of());
        if (event.getCode() == KeyCode.BACK_SPACE || event.getCode() == KeyCode.DELETE) {
            remove(chosen);
            field.deleteText(field.getSelection());
            return true;
        }
        if (all && isTyped(event)) {
            remove(chosen); // the field itself replaces the selected text
        }
        return event.getCode() == KeyCode.ESCAPE;
    }

    private static boolean isTyped(KeyEvent event) {
        return !event.isShortcutDown() && !event.isAltDown() && !event.getText().isBlank();
    }

    private void remove(Set<FilterTerm> chosen) {
        FilterText rest = committed;
        for (FilterTerm term : chosen) {
            rest = rest.without(term);
        }
        commit(rest);
    }

    private boolean markLast() {
        if (!field.getText().isEmpty() || committed.isEmpty()) {
            return false;
        }
        all = false;
        mark(Set.of(committed.terms().getLast()));
        return true;
    }

    private boolean space() {
        boolean closes = closesChip();
        if (closes) {
            commit();
        } else {
            applyWords();
        }
        return closes;
    }

    private boolean escape() {
        if (suggestions.isShowing()) {
            suggestions.hide();
            return true;
        }
        boolean typed = !field.getText().isEmpty();
        field.clear();
        return typed;
    }

    private boolean showKeysIfHidden() {
        if (suggestions.isShowing()) {
            return false;
        }
        suggestions.offerAll();
        return true;
    }

    private boolean keyWithControl(KeyEvent event) {
        if (COPY.match(event) && (field.getSelectedText().isEmpty() || !marked.isEmpty())) {
            copy();
            return true;
        }
        if (ALL.match(event) && !committed.isEmpty()) {
            field.selectAll();
            all = true;
            mark(Set.copyOf(committed.terms()));
            return true;
        }
        return PASTE.match(event) && pasteFilter();
    }

    private void mark(Set<FilterTerm> terms) {
        marked = terms;
        chips.getChildren()
                .forEach(chip -> chip.pseudoClassStateChanged(
                        MARKED, chip.getUserData() instanceof FilterTerm term && terms.contains(term)));
    }

    /** Shows all keys with their meaning. */
    private void showKeys() {
        field.requestFocus();
        field.end();
        suggestions.offerAll();
    }

    private void suggested(String text, boolean whole) {
        field.setText(text);
        field.end();
        if (whole) {
            commit();
        }
    }

    /** Drops the space that ended a chip: its typed event arrives after the key press, when the field is already empty. */
    private void leaveOutSpace(KeyEvent event) {
        if (event.getCharacter().equals(" ") && field.getText().isEmpty()) {
            event.consume();
        }
    }

    /** A space ends a chip with a key or a minus, but not inside quotes and not between words. */
    private boolean closesChip() {
        String text = field.getText();
        boolean open = text.chars().filter(c -> c == '"').count() % 2 == 1;
        return !open && field.getCaretPosition() == text.length() && hasWholeChip();
    }

    private boolean hasWholeChip() {
        return FilterText.parse(field.getText()).terms().stream()
                .anyMatch(t -> (!t.isWord() || t.excluded()) && !t.value().isEmpty());
    }

    /** Whether another control has the focus, and not only another window. */
    private boolean isLeft() {
        return field.getScene() != null && field.getScene().getFocusOwner() != field;
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
        commit(committed.with(FilterText.parse(suggestions.completed())));
        field.clear();
    }

    private void showChips() {
        chips.getChildren().setAll(committed.terms().stream().map(this::chip).toList());
        String unused = keys.stream()
                .map(FilterKey::name)
                .filter(name -> filter().of(name).isEmpty())
                .map(name -> name + ":")
                .collect(Collectors.joining(" "));
        field.setPromptText(MessageTexts.SHELL.get(unused.isEmpty() ? "filter.prompt.words" : "filter.prompt", unused));
    }

    private HBox chip(FilterTerm term) {
        Label text = TextLabels.styled(term.text(), "mono");
        Button remove = IconButtons.iconButton(
                MaterialDesignC.CLOSE,
                MessageTexts.SHELL.get("filter.remove", term.text()),
                () -> commit(committed.without(term)));
        remove.getStyleClass().add("bare");
        text.setOnMouseClicked(click -> {
            click.consume();
            edit(term);
        });
        text.setTooltip(new Tooltip(term.text()));
        remove.setMinWidth(USE_PREF_SIZE);
        HBox chip = new HBox(text, remove);
        chip.setUserData(term);
        chip.setAlignment(Pos.CENTER_LEFT);
        chip.getStyleClass().add("filter-chip");
        return chip;
    }

    /** Turns the chip back into text, after turning the text of the field into chips. */
    private void edit(FilterTerm term) {
        commit();
        commit(committed.without(term));
        field.setText(term.text());
        field.requestFocus();
        field.end();
    }
}
