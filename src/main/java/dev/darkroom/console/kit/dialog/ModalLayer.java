package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.text.MessageTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The layer over the window: one dialog at a time on a dimmed background, and toasts in the lower right corner, where there are
 * the fewest controls at any width.
 */
public final class ModalLayer extends StackPane {
    /** Errors do not disappear by themselves, and more of them would cover the window. */
    private static final int MAX_TOASTS = 4;

    private final StackPane dimmed = new StackPane();
    private final VBox toasts = new VBox(8);
    private @Nullable Node previousFocus;
    private @Nullable Node focusTarget;
    /** The Tab press being handled, which moves the focus. */
    private @Nullable KeyEvent tab;

    private BooleanSupplier unsaved = () -> false;
    private BooleanSupplier sending = () -> false;

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
        addEventFilter(KeyEvent.KEY_PRESSED, event -> tab = event.getCode() == KeyCode.TAB ? event : null);
        addEventFilter(KeyEvent.KEY_RELEASED, _ -> tab = null);
        dimmed.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                requestClose();
                event.consume();
            }
        });
    }

    /**
     * Shows a dialog and focuses {@code focused}; closing it restores the previous focus.
     *
     * @param main the button that Enter presses in any field
     */
    public void open(Region dialog, Node focused, Button main) {
        open(dialog, focused, main, () -> false);
    }

    /** @param edited whether closing would discard typed text */
    public void open(Region dialog, Node focused, Button main, BooleanSupplier edited) {
        open(dialog, focused, main, edited, () -> false);
    }

    /** @param busy whether the dialog waits for an answer, and therefore refuses to be closed by the user */
    public void open(Region dialog, Node focused, Button main, BooleanSupplier edited, BooleanSupplier busy) {
        unsaved = edited;
        sending = busy;
        SubmitKeyHandler.install(dialog, main);
        focusTarget = focused;
        previousFocus = getScene() == null ? null : getScene().getFocusOwner();
        dialog.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        dimmed.getChildren().setAll(dialog);
        dimmed.setVisible(true);
        focused.requestFocus();
    }

    /** Closes the dialog, after a confirmation where typed text would be lost; does nothing while the dialog is sending. */
    public void requestClose() {
        if (sending.getAsBoolean()) {
            return;
        }
        if (dimmed.getChildren().size() > 1) {
            resumeEditing();
        } else if (unsaved.getAsBoolean()) {
            confirmDiscard(getScene().getFocusOwner());
        } else {
            close();
        }
    }

    private void confirmDiscard(@Nullable Node editing) {
        MessageTexts texts = MessageTexts.SHELL;
        ConfirmDialog question = new ConfirmDialog(
                ConfirmationRequest.of(texts.get("discard.title"), texts.get("discard.text"), texts.get("discard.act"))
                        .destroying()
                        .dismissedBy(texts.get("discard.keep")),
                _ -> close(),
                this::resumeEditing);
        question.getStyleClass().add("discard-question");
        question.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        SubmitKeyHandler.install(question, question.main());
        dimmed.getChildren().getFirst().setDisable(true);
        dimmed.getChildren().add(question);
        question.first().requestFocus();
        if (editing != null) {
            focusTarget = editing;
        }
    }

    /** Returns to the dialog being edited. */
    private void resumeEditing() {
        dimmed.getChildren().remove(1);
        dimmed.getChildren().getFirst().setDisable(false);
        if (focusTarget != null) {
            focusTarget.requestFocus();
        }
    }

    /** Closes this dialog after its answer has arrived; does nothing if another one, or none, is open by then. */
    public void close(Region dialog) {
        if (!dimmed.getChildren().isEmpty() && dimmed.getChildren().getFirst() == dialog) {
            close();
        }
    }

    public void close() {
        unsaved = () -> false;
        sending = () -> false;
        dimmed.setVisible(false);
        dimmed.getChildren().forEach(dialog -> dialog.setDisable(false));
        dimmed.getChildren().clear();
        if (previousFocus != null) {
            previousFocus.requestFocus();
            previousFocus = null;
        }
    }

    /** Whether a dialog is open; what was read for another dialog meanwhile must not replace it. */
    public boolean isOpen() {
        return dimmed.isVisible();
    }

    public void confirm(ConfirmationRequest question, java.util.function.Consumer<String> onConfirm) {
        open(new ConfirmDialog(question, onConfirm, this::close));
    }

    public void open(ConfirmDialog dialog) {
        open(dialog, dialog.first(), dialog.main());
    }

    public void open(ReadingDialog dialog) {
        open(dialog, dialog.first(), dialog.first());
    }

    /** Shows the notification as a toast. */
    public void toast(NotificationEntry notice) {
        ToastMessage[] toast = new ToastMessage[1];
        toast[0] = new ToastMessage(notice, () -> toasts.getChildren().remove(toast[0]));
        toasts.getChildren().add(toast[0]);
        if (toasts.getChildren().size() > MAX_TOASTS) { // the bell keeps them
            toasts.getChildren().removeFirst();
        }
    }

    /** Keeps Tab inside the dialog: the first control follows the last one, and Shift+Tab goes the other way round. */
    private void keepFocusInside(@Nullable Node owner) {
        if (!isOpen() || owner == null || isInside(owner)) {
            return;
        }
        List<Node> stops = new ArrayList<>();
        KeyEvent pressed = tab;
        if (pressed != null) {
            collectStops(dimmed.getChildren().getLast(), stops);
        }
        Node back = pressed == null || stops.isEmpty()
                ? focusTarget
                : pressed.isShiftDown() ? stops.getLast() : stops.getFirst();
        if (back != null && !back.isDisabled()) {
            back.requestFocus();
        }
    }

    private static void collectStops(Node node, List<Node> stops) {
        if (!node.isVisible() || node.isDisabled()) {
            return;
        }
        if (node.isFocusTraversable()) {
            stops.add(node);
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collectStops(child, stops));
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
