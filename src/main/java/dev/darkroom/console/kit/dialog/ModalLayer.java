package dev.darkroom.console.kit.dialog;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** What lies over the window: one dialog at a time on a dimmed ground, and toasts in the lower right corner. */
public final class ModalLayer extends StackPane {
    private final StackPane dimmed = new StackPane();
    private final VBox toasts = new VBox(8);
    private @Nullable Node before;
    private @Nullable Node first;

    public ModalLayer(Node content) {
        dimmed.getStyleClass().add("dimmed");
        dimmed.setVisible(false);
        toasts.getStyleClass().add("toasts");
        toasts.setAlignment(Pos.BOTTOM_RIGHT);
        toasts.setPickOnBounds(false);
        toasts.setMouseTransparent(false);
        getChildren().addAll(content, dimmed, toasts);
        sceneProperty().subscribe(scene -> {
            if (scene != null) {
                scene.focusOwnerProperty().subscribe(this::keepFocusInside);
            }
        });
        dimmed.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            }
        });
    }

    /**
     * Shows a dialog and gives the focus to {@code focused}; what had it gets it back afterwards.
     *
     * @param main the button that Enter presses in any field
     */
    public void open(Region dialog, Node focused, Button main) {
        SubmitKeyHandler.install(dialog, main);
        first = focused;
        before = getScene() == null ? null : getScene().getFocusOwner();
        dialog.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        dimmed.getChildren().setAll(dialog);
        dimmed.setVisible(true);
        focused.requestFocus();
    }

    public void close() {
        dimmed.setVisible(false);
        dimmed.getChildren().clear();
        if (before != null) {
            before.requestFocus();
            before = null;
        }
    }

    public boolean isOpen() {
        return dimmed.isVisible();
    }

    public void confirm(ConfirmationRequest question, java.util.function.Consumer<String> onAct) {
        open(new ConfirmDialog(question, onAct, this::close));
    }

    public void open(ConfirmDialog dialog) {
        open(dialog, dialog.first(), dialog.main());
    }

    public void toast(Node toast) {
        toasts.getChildren().add(toast);
    }

    public void dismiss(Node toast) {
        toasts.getChildren().remove(toast);
    }

    /** Tab must not wander into what is dimmed. */
    private void keepFocusInside(@Nullable Node owner) {
        if (!isOpen() || owner == null || isInside(owner)) {
            return;
        }
        Node back = first;
        if (back != null) {
            back.requestFocus();
        }
    }

    private boolean isInside(Node node) {
        for (Node up = node; up != null; up = up.getParent()) {
            if (up == dimmed) {
                return true;
            }
        }
        return false;
    }
}
