package dev.darkroom.console.kit.dialog;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * Makes Enter in any field of a form press its main button, unless that is disabled. On another button Enter presses that
 * button; in a text area it starts a new line, and Ctrl+Enter presses the main button.
 */
public final class SubmitKeyHandler {
    private final Button main;

    private SubmitKeyHandler(Button main) {
        this.main = main;
    }

    public static void install(Node form, Button main) {
        SubmitKeyHandler handler = new SubmitKeyHandler(main);
        // A filter, because each kind of field consumes Enter in its own way.
        form.addEventFilter(KeyEvent.KEY_PRESSED, handler::pressed);
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() != KeyCode.ENTER) {
            return;
        }
        boolean control = event.isShortcutDown() || event.isControlDown();
        Button pressed = target(main.getScene().getFocusOwner(), control);
        if (pressed != null) {
            event.consume();
            pressed.fire();
        }
    }

    /** Returns the button to press, null where Enter has its own meaning. */
    private @Nullable Button target(@Nullable Node focused, boolean control) {
        return switch (focused) {
            case TextArea _ when !control -> null;
            case Node inList when isInShownList(inList) -> null;
            case Button button when !control -> button;
            case CheckBox _, ToggleButton _ -> main;
            case ButtonBase _ when !control -> null;
            case null, default -> main;
        };
    }

    /** Whether the node is part of an open list, also its search field: there Enter chooses. */
    private static boolean isInShownList(Node node) {
        return node instanceof ComboBoxBase<?> list && list.isShowing()
                || node.getParent() != null && isInShownList(node.getParent());
    }
}
