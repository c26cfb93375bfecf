package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.navigation.KeyboardShortcuts;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.KeyboardScroll;
import dev.darkroom.console.kit.theme.TextLabels;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** All shortcuts on one page: those of the window, of tables, and of the current screen. */
public final class KeyboardHelp extends ReadingDialog {

    public KeyboardHelp(List<ConsoleAction> window, String screenTitle, List<ConsoleAction> screen, Runnable onClose) {
        super("key-help", MessageTexts.SHELL.get("keys.title"), onClose);
        List<ConsoleAction> keyed =
                window.stream().filter(action -> action.key() != null).toList();
        int half = (keyed.size() + 1) / 2;
        GridPane rest = group("", keyed.subList(half, keyed.size()));
        HBox columns = new HBox(32, group(MessageTexts.SHELL.get("keys.window"), keyed.subList(0, half)), rest);
        VBox last = new VBox(16, tables());
        if (screen.stream().anyMatch(action -> action.key() != null)) {
            last.getChildren().add(group(screenTitle, screen));
        }
        last.getChildren().add(filters());
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

    private static GridPane tables() {
        GridPane grid = grid(MessageTexts.SHELL.get("keys.tables"));
        List.of(
                        Map.entry("\u2191 \u2193  J K", "keys.move"),
                        Map.entry("Shift", "keys.extend"),
                        Map.entry("Enter", "keys.open"),
                        Map.entry("Space", "keys.look"),
                        Map.entry("Shift+F10", "keys.menu"),
                        Map.entry("Esc", "keys.close"),
                        Map.entry("Alt+Shift+\u2190 \u2192", "keys.edge"),
                        Map.entry("Ctrl+C", "keys.copy"),
                        Map.entry("/", "keys.filter"))
                .forEach(entry -> line(grid, MessageTexts.SHELL.get(entry.getValue()), entry.getKey()));
        return grid;
    }

    /** Explains the filter syntax by examples. */
    private static GridPane filters() {
        GridPane grid = grid(MessageTexts.SHELL.get("keys.filters"));
        List.of(
                        Map.entry("user:ana", "keys.filter.is"),
                        Map.entry("-status:completed", "keys.filter.not"),
                        Map.entry("age:>20m", "keys.filter.age"),
                        Map.entry("time:today", "keys.filter.time"),
                        Map.entry("sunset", "keys.filter.word"),
                        Map.entry("\"two words\"", "keys.filter.quoted"),
                        Map.entry("Ctrl+A", "keys.filter.all"),
                        Map.entry("Tab", "keys.filter.take"))
                .forEach(entry -> line(grid, MessageTexts.SHELL.get(entry.getValue()), entry.getKey()));
        return grid;
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
