package dev.darkroom.console.kit.navigation;

import java.util.Locale;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * Requests the context menu of the focused node when the menu key or Shift+F10 is pressed. The toolkit does so itself on
 * Windows and macOS, but not on Linux.
 */
public final class ContextMenuKey {
    private ContextMenuKey() {}

    public static void install(Scene scene) {
        if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> pressed(scene, event));
        }
    }

    private static void pressed(Scene scene, KeyEvent event) {
        Node owner = scene.getFocusOwner();
        boolean asked = event.getCode() == KeyCode.CONTEXT_MENU
                || event.getCode() == KeyCode.F10 && event.isShiftDown() && !event.isShortcutDown();
        if (!asked || owner == null) {
            return;
        }
        Bounds local = owner.getLayoutBounds();
        Bounds shown = owner.localToScreen(local);
        owner.fireEvent(new ContextMenuEvent(
                ContextMenuEvent.CONTEXT_MENU_REQUESTED,
                local.getCenterX(),
                local.getCenterY(),
                shown.getCenterX(),
                shown.getCenterY(),
                true,
                null));
        event.consume();
    }
}
