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
 * Tells the style sheets of all windows whether keys or the mouse were used last: the pseudo class {@code keyboard} of their roots.
 * The toolkit's own {@code focus-visible} only knows of Tab and forgets the focus that arrows have moved or a closed dialog has
 * given back. FX thread only.
 */
final class KeyboardFocus {
    private static final PseudoClass KEYBOARD = PseudoClass.getPseudoClass("keyboard");

    private final Set<Window> followed = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean keyboard;

    /** A window that is shown, for the first time or again. */
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
