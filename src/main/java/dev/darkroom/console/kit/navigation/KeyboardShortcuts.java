package dev.darkroom.console.kit.navigation;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** The keys of the frame, and the rule which key reaches an action: a bare letter never does while text is typed. */
public final class KeyboardShortcuts {
    public static final KeyCombination PALETTE = KeyCombination.valueOf("Shortcut+K");
    public static final KeyCombination FILTER = KeyCombination.valueOf("Shortcut+F");
    private static final KeyCombination SETTINGS = KeyCombination.valueOf("Shortcut+Comma");
    public static final KeyCombination FOLD = KeyCombination.valueOf("Shortcut+B");
    public static final KeyCombination BACK = KeyCombination.valueOf("Alt+Left");
    public static final KeyCombination FORWARD = KeyCombination.valueOf("Alt+Right");
    public static final KeyCombination HELP = KeyCombination.valueOf("F1");

    private KeyboardShortcuts() {}

    /** {@code Ctrl+1} for the first screen of the rail, none behind the ninth; {@code Ctrl+,} for the one at its lower end. */
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

    /** Runs the first action whose key this is. */
    public static void dispatch(Scene scene, KeyEvent event, List<ConsoleAction> actions) {
        boolean typing = scene.getFocusOwner() instanceof TextInputControl;
        for (ConsoleAction action : actions) {
            KeyCombination key = action.key();
            if (key != null && key.match(event) && !(typing && isBare(key))) {
                event.consume();
                action.run().run();
                return;
            }
        }
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
