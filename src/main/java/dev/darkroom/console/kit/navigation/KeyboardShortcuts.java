package dev.darkroom.console.kit.navigation;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** The frame's shortcuts and their dispatch: while text is typed, a key that a text field uses triggers no action. */
public final class KeyboardShortcuts {
    public static final KeyCombination PALETTE = KeyCombination.valueOf("Shortcut+K");
    public static final KeyCombination FILTER = KeyCombination.valueOf("Shortcut+F");
    private static final KeyCombination SETTINGS = KeyCombination.valueOf("Shortcut+Comma");
    public static final KeyCombination FOLD = KeyCombination.valueOf("Shortcut+B");
    public static final KeyCombination BACK = KeyCombination.valueOf("Alt+Left");
    public static final KeyCombination FORWARD = KeyCombination.valueOf("Alt+Right");
    public static final KeyCombination HELP = KeyCombination.valueOf("F1");
    public static final KeyCombination UNDO = KeyCombination.valueOf("Shortcut+Z");
    public static final KeyCombination PIN = KeyCombination.valueOf("Shortcut+P");
    public static final KeyCombination UNPIN = KeyCombination.valueOf("Shortcut+Shift+P");
    public static final KeyCombination OWN_WINDOW = KeyCombination.valueOf("Shortcut+Enter");
    public static final KeyCombination PREVIOUS = KeyCombination.valueOf("Alt+Up");
    public static final KeyCombination NEXT = KeyCombination.valueOf("Alt+Down");
    public static final KeyCombination REFRESH = KeyCombination.valueOf("F5");
    public static final KeyCombination EXPORT = KeyCombination.valueOf("Shortcut+E");
    public static final KeyCombination SAVE_VIEW = KeyCombination.valueOf("Shortcut+S");
    public static final KeyCombination NEW_WINDOW = KeyCombination.valueOf("Shortcut+Shift+N");
    public static final KeyCombination CLOSE = KeyCombination.valueOf("Esc");
    public static final KeyCombination CLOSE_WINDOW = KeyCombination.valueOf("Shortcut+Shift+W");
    public static final KeyCombination QUIT = KeyCombination.valueOf("Shortcut+Q");
    public static final KeyCombination LARGER = KeyCombination.valueOf("Shortcut+Equals");
    public static final KeyCombination SMALLER = KeyCombination.valueOf("Shortcut+Minus");
    public static final KeyCombination USUAL_SIZE = KeyCombination.valueOf("Shortcut+0");

    private KeyboardShortcuts() {}

    /** Its own key, else {@code Ctrl+,} at the bottom of the rail, or {@code Ctrl+1} to {@code Ctrl+9} in rail order. */
    public static Optional<KeyCombination> screen(ConsoleScreen screen, int place) {
        if (screen.key().isPresent()) {
            return screen.key();
        }
        if (screen.lower()) {
            return Optional.of(SETTINGS);
        }
        return IntStream.rangeClosed(1, 9)
                .filter(n -> n == place + 1)
                .mapToObj(n -> KeyCombination.valueOf("Shortcut+" + n))
                .findFirst();
    }

    /** Lets Esc through a tree, which would keep it to end an edit though nothing in it is edited. */
    public static void passEscape(TreeView<?> tree) {
        tree.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && tree.getParent() != null) {
                event.consume();
                tree.getParent().fireEvent(event);
            }
        });
    }

    /** Runs the first action with this shortcut. */
    public static void dispatch(Scene scene, KeyEvent event, List<ConsoleAction> actions) {
        TextInputControl typing = scene.getFocusOwner() instanceof TextInputControl text ? text : null;
        for (ConsoleAction action : actions) {
            KeyCombination key = action.key();
            if (key != null && key.match(event) && !(typing != null && belongsToText(key, typing))) {
                event.consume();
                action.run().run();
                return;
            }
        }
    }

    private static boolean belongsToText(KeyCombination key, TextInputControl text) {
        return isBare(key)
                || key.equals(UNDO)
                || key.equals(OWN_WINDOW) // in a text field, Ctrl+Enter submits
                || key.equals(CLOSE) && text.isEditable() && !text.getText().isEmpty(); // what was typed would be lost
    }

    private static boolean isBare(KeyCombination key) {
        boolean function = key instanceof KeyCodeCombination code
                && (code.getCode().isFunctionKey() || code.getCode() == KeyCode.ESCAPE);
        return !function
                && key.getControl() != KeyCombination.ModifierValue.DOWN
                && key.getShortcut() != KeyCombination.ModifierValue.DOWN
                && key.getAlt() != KeyCombination.ModifierValue.DOWN
                && key.getMeta() != KeyCombination.ModifierValue.DOWN;
    }
}
