package dev.darkroom.console;

import dev.darkroom.console.kit.navigation.ConsoleScreen;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** Gives the keys to the main pane of the screen that is shown: when it is opened, and when what had them has gone. FX thread only. */
final class MainPaneFocus {
    private final ConsoleShell shell;
    /** What has the keys, or had them last. */
    private @Nullable Node focused;
    /** It was taken away or hidden, and nothing else has them yet. */
    private boolean gone;

    MainPaneFocus(ConsoleShell shell) {
        this.shell = shell;
    }

    /** So that its keys work at once; the first time it is in the window only when the parts around it are made. */
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

    /** The keys of what has gone, such as the bar of a selection, go to the pane; the toolkit would choose the rail. */
    void follow(Scene scene) {
        scene.focusOwnerProperty().subscribe(owner -> {
            if (owner == null) {
                gone = focused != null && !isSeen(focused); // where it is only disabled, the next control has them
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
