package dev.darkroom.console.kit.theme;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * Exposes to the style sheets of all windows whether the keyboard or the mouse was used last: pseudo-class {@code keyboard} of
 * the scene roots. The toolkit's {@code focus-visible} recognises only Tab and is lost when arrow keys move the focus or a
 * closed dialog gives it back. FX thread only.
 */
final class KeyboardFocus {
    private static final PseudoClass KEYBOARD = PseudoClass.getPseudoClass("keyboard");

    private final Set<Window> followed = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean keyboard;

    /** Follows a window that is shown, for the first time or again. */
    void follow(Window window) {
        mark(window.getScene());
        if (followed.add(window)) {
            window.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
                if (!isModifier(event.getCode())) {
                    used(true);
                }
            });
            window.addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> used(false));
        }
    }

    private void used(boolean keys) {
        if (keyboard != keys) {
            keyboard = keys;
            Window.getWindows().forEach(window -> mark(window.getScene()));
        }
    }

    private void mark(@Nullable Scene scene) {
        if (scene != null && scene.getRoot() != null) {
            scene.getRoot().pseudoClassStateChanged(KEYBOARD, keyboard);
        }
    }

    private static boolean isModifier(KeyCode code) {
        return code.isModifierKey() || code == KeyCode.ALT_GRAPH || code == KeyCode.CAPS;
    }
}
