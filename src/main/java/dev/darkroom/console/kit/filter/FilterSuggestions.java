package dev.darkroom.console.kit.filter;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.TextLabels;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.geometry.Side;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;

/** The suggestions below a filter field: the keys with their meaning, then the values of a key. FX thread. */
final class FilterSuggestions {
    private static final int MAX_SUGGESTIONS = 12;

    private final List<FilterKey> keys;
    private final TextField field;
    private final BiConsumer<String, Boolean> take;
    private final ContextMenu menu = new ContextMenu();
    private List<String> shown = List.of();

    /** {@code take} receives the field's whole text including the choice, and whether that completes a chip. */
    FilterSuggestions(List<FilterKey> keys, TextField field, BiConsumer<String, Boolean> take) {
        this.keys = keys;
        this.field = field;
        this.take = take;
        menu.getStyleClass().add("suggestions");
        menu.addEventFilter(KeyEvent.KEY_PRESSED, this::pass);
    }

    /** Forwards Enter and space to the field while no menu item is focused, because the menu receives the keys first. */
    private void pass(KeyEvent event) {
        boolean ends = event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE;
        boolean choosing = menu.getItems().stream()
                .map(MenuItem::getStyleableNode)
                .anyMatch(node -> node != null && node.isFocused());
        if (ends && !choosing) {
            event.consume();
            hide();
            field.fireEvent(event.copyFor(field, field));
        }
    }

    /** Shows suggestions for the typed text, none if it is empty. */
    void offer() {
        String word = word();
        if (word.isEmpty()) {
            hide();
        } else {
            offer(word);
        }
    }

    /** Shows suggestions, also for an empty text: then every key. */
    void offerAll() {
        offer(word());
    }

    void hide() {
        menu.hide();
        shown = List.of();
    }

    boolean isShowing() {
        return menu.isShowing();
    }

    /** Chooses the first suggestion, for Tab. */
    boolean takeFirst() {
        Optional<String> first = menu.isShowing() ? shown.stream().findFirst() : Optional.empty();
        first.ifPresent(this::choose);
        return first.isPresent();
    }

    private void offer(String word) {
        String sign = word.startsWith("-") ? "-" : "";
        String typed = word.substring(sign.length());
        int colon = typed.indexOf(':');
        if (colon < 0) {
            show(
                    word,
                    keys.stream()
                            .map(key -> key.name() + ":")
                            .filter(key -> key.startsWith(typed))
                            .map(key -> sign + key)
                            .toList());
            return;
        }
        String name = typed.substring(0, colon);
        key(name)
                .ifPresentOrElse(
                        found -> found.values()
                                .accept(
                                        typed.substring(colon + 1).replace("\"", ""),
                                        values -> show(
                                                word,
                                                values.stream()
                                                        .map(value -> sign + text(name, value))
                                                        .filter(text -> !text.equals(word))
                                                        .toList())),
                        this::hide);
    }

    private Optional<FilterKey> key(String name) {
        return keys.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** Returns the field's text, with a suggested value where the last word has only the beginning of one. */
    String completed() {
        String typed = field.getText();
        String word = word();
        int colon = word.indexOf(':');
        if (colon < 0) {
            return typed;
        }
        String sign = word.startsWith("-") ? "-" : "";
        String name = word.substring(sign.length(), colon);
        return key(name)
                .flatMap(key -> key.completion(word.substring(colon + 1).replace("\"", "")))
                .map(value -> typed.substring(0, start(typed)) + sign + text(name, value))
                .orElse(typed);
    }

    /** Quotes the value where needed, without a leading comparison. */
    private static String text(String name, String value) {
        return FilterText.parse(name + ":" + value).terms().size() == 1
                ? name + ":" + value
                : FilterTerm.of(name, value).text();
    }

    /** Shows the suggestions, unless the text has changed since they were requested. */
    private void show(String asked, List<String> found) {
        if (!asked.equals(word()) || !field.isFocused() || field.getScene() == null) {
            return;
        }
        shown = found.stream().limit(MAX_SUGGESTIONS).toList();
        if (shown.isEmpty()) {
            hide();
            return;
        }
        menu.getItems().setAll(shown.stream().map(this::item).toList());
        if (!menu.isShowing()) {
            menu.show(field, Side.BOTTOM, 0, 4);
        }
    }

    private MenuItem item(String text) {
        Label label = TextLabels.styled(text, "mono");
        Label about = TextLabels.styled(
                text.endsWith(":")
                        ? MessageTexts.SHELL
                                .find("filter.about." + text.substring(0, text.length() - 1))
                                .orElse("")
                        : "",
                "muted");
        CustomMenuItem item = new CustomMenuItem(new HBox(12, label, about));
        item.setOnAction(_ -> choose(text));
        return item;
    }

    private void choose(String text) {
        String before = field.getText().substring(0, start(field.getText()));
        hide();
        take.accept(before + text, !text.endsWith(":"));
    }

    /** Returns the last word of the field, with its key. */
    private String word() {
        return field.getText().substring(start(field.getText()));
    }

    private static int start(String text) {
        int start = 0;
        boolean quoted = false;
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '"') {
                quoted = !quoted;
            } else if (!quoted && Character.isWhitespace(text.charAt(at))) {
                start = at + 1;
            }
        }
        return start;
    }
}
