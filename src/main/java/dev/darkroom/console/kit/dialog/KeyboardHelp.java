package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.filter.FilterKey;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.KeyboardShortcuts;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.KeyboardScroll;
import dev.darkroom.console.kit.theme.TextLabels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** All shortcuts on one page: those of the window, of tables, and of the current screen. */
public final class KeyboardHelp extends ReadingDialog {

    /** @param screen the current screen, if there is one */
    public KeyboardHelp(List<ConsoleAction> window, Optional<ConsoleScreen> screen, Runnable onClose) {
        super("key-help", MessageTexts.SHELL.get("keys.title"), onClose);
        List<ConsoleAction> keyed =
                window.stream().filter(action -> action.key() != null).toList();
        int half = (keyed.size() + 1) / 2;
        GridPane rest = group("", keyed.subList(half, keyed.size()));
        HBox columns = new HBox(32, group(MessageTexts.SHELL.get("keys.window"), keyed.subList(0, half)), rest);
        VBox last =
                new VBox(16, tables(screen.filter(ConsoleScreen::inspectsRows).isPresent()));
        screen.filter(shown -> shown.actions().stream().anyMatch(action -> action.key() != null))
                .ifPresent(shown -> last.getChildren().add(group(shown.title(), shown.actions())));
        List<FilterKey> keys = screen.map(ConsoleScreen::filterKeys).orElse(List.of());
        if (!keys.isEmpty()) {
            last.getChildren().add(filters(keys));
        }
        columns.getChildren().add(last);
        ScrollPane scroll = new ScrollPane(columns);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setMaxHeight(USE_PREF_SIZE);
        scroll.getStyleClass().add("edge-to-edge");
        KeyboardScroll.install(scroll);
        read(scroll);
    }

    private static GridPane group(String title, List<ConsoleAction> actions) {
        GridPane grid = grid(title);
        actions.stream()
                .filter(action -> action.key() != null)
                .forEach(action -> line(grid, action.title(), keysOf(action)));
        return grid;
    }

    private static GridPane tables(boolean inspectsRows) {
        GridPane grid = grid(MessageTexts.SHELL.get("keys.tables"));
        Stream.of(
                        Map.entry("\u2191 \u2193  J K", "keys.move"),
                        Map.entry("Shift", "keys.extend"),
                        Map.entry("Enter", "keys.open"),
                        Map.entry("Space", "keys.look"),
                        Map.entry("Shift+F10", "keys.menu"),
                        Map.entry("Esc", "keys.close"),
                        Map.entry("Alt+Shift+\u2190 \u2192", "keys.edge"),
                        Map.entry("Ctrl+C", "keys.copy"),
                        Map.entry("/", "keys.filter"))
                .filter(entry -> inspectsRows || !entry.getValue().equals("keys.look"))
                .forEach(entry -> line(grid, MessageTexts.SHELL.get(entry.getValue()), entry.getKey()));
        return grid;
    }

    /** Explains the filter syntax by examples that this screen accepts. */
    private static GridPane filters(List<FilterKey> keys) {
        GridPane grid = grid(MessageTexts.SHELL.get("keys.filters"));
        Map<String, Optional<String>> examples = new LinkedHashMap<>();
        examples.put(
                "is",
                keys.stream().anyMatch(key -> key.name().equals("user")) ? Optional.of("user:ana") : Optional.empty());
        examples.put("not", example(keys, FilterKey::excludable, _ -> true).map(term -> "-" + term));
        Optional<String> more = example(keys, _ -> true, value -> value.startsWith(">"));
        examples.put("more", more);
        examples.put(
                "less", more.isPresent() ? Optional.empty() : example(keys, _ -> true, value -> value.startsWith("<")));
        examples.put("time", example(keys, _ -> true, "today"::equals));
        examples.put("word", Optional.of("sunset"));
        examples.put("quoted", Optional.of("\"two words\""));
        examples.put("all", Optional.of("Ctrl+A"));
        examples.put("take", Optional.of("Tab"));
        examples.forEach((name, example) ->
                example.ifPresent(text -> line(grid, MessageTexts.SHELL.get("keys.filter." + name), text)));
        return grid;
    }

    private static Optional<String> example(
            List<FilterKey> keys, Predicate<FilterKey> wanted, Predicate<String> value) {
        return keys.stream()
                .filter(wanted)
                .flatMap(key -> key.examples().stream().filter(value).map(each -> key.name() + ":" + each))
                .findFirst();
    }

    private static GridPane grid(String title) {
        GridPane grid = new GridPane(16, 6);
        Label head = TextLabels.styled(title, "caption");
        grid.add(head, 0, 0, 2, 1);
        return grid;
    }

    /** Adds the typed character that also opens the help. */
    private static String[] keysOf(ConsoleAction action) {
        return action.key() == KeyboardShortcuts.HELP
                ? new String[] {action.keyText(), "?"}
                : new String[] {action.keyText()};
    }

    private static void line(GridPane grid, String what, String... keys) {
        HBox line = new HBox(6);
        for (String text : keys) {
            Label key = TextLabels.whole(text, "key");
            line.getChildren().add(key);
        }
        grid.addRow(grid.getRowCount(), line, new Label(what));
    }
}
