package dev.darkroom.console;

import dev.darkroom.console.kit.navigation.ConsoleScreen;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** Focuses the main pane of the current screen when it opens and when the focused node disappears. FX thread only. */
final class MainPaneFocus {
    private final ConsoleShell shell;
    /** The node that has the focus, or had it last. */
    private @Nullable Node focused;
    /** Whether that node was removed or hidden and no other has the focus yet. */
    private boolean gone;

    MainPaneFocus(ConsoleShell shell) {
        this.shell = shell;
    }

    /** Focuses the main pane, so that its keys work at once; a new pane joins the scene only once its surroundings are laid out. */
    void enter(ConsoleScreen screen) {
        screen.mainPane().ifPresent(pane -> enter(screen, pane));
    }

    private void enter(ConsoleScreen screen, Node pane) {
        if (pane.getAccessibleText() == null) {
            pane.setAccessibleText(screen.title());
        }
        if (pane.getScene() != null) {
            pane.requestFocus();
            return;
        }
        Subscription[] once = new Subscription[1];
        once[0] = pane.sceneProperty().subscribe((_, scene) -> {
            if (scene != null) {
                once[0].unsubscribe();
                shell.current().filter(shown -> shown == screen).ifPresent(_ -> pane.requestFocus());
            }
        });
    }

    /** When a focused node disappears, such as a selection bar, focuses the main pane; the toolkit would choose the rail. */
    void follow(Scene scene) {
        scene.focusOwnerProperty().subscribe(owner -> {
            if (owner == null) {
                gone = focused != null && !isSeen(focused); // when it is only disabled, the next control gets the focus
                return;
            }
            boolean returned = gone;
            gone = false;
            focused = owner;
            if (returned && !shell.overlays().isOpen()) {
                shell.current().flatMap(ConsoleScreen::mainPane).ifPresent(Node::requestFocus);
            }
        });
    }

    private boolean isSeen(Node node) {
        boolean seen = node.getScene() == shell.getScene();
        for (Node up = node; up != null; up = up.getParent()) {
            seen &= up.isVisible();
        }
        return seen;
    }
}
