package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/**
 * The layer over the window: dialogs on a dimmed background, and toasts in the lower right corner, where there are the fewest
 * controls at any width. A dialog opened over another one disables that one until it is closed, so that nothing typed is lost.
 */
public final class ModalLayer extends StackPane {
    /** Errors do not disappear by themselves, and more of them would cover the window. */
    private static final int MAX_TOASTS = 4;

    private final StackPane dimmed = new StackPane();
    private final VBox toasts = new VBox(8);
    /** The open dialogs, the top one last. */
    private final List<OpenDialog> open = new ArrayList<>();
    /** The Tab press being handled, which moves the focus. */
    private @Nullable KeyEvent tab;

    /**
     * @param first the node focused at first
     * @param previousFocus the node to focus when the dialog is closed
     * @param edited whether closing would discard typed text
     * @param busy whether the dialog waits for an answer
     */
    private record OpenDialog(
            Region node, Node first, @Nullable Node previousFocus, BooleanSupplier edited, BooleanSupplier busy) {}

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
        SubmitKeyHandler.install(dialog, main);
        Node owner = getScene() == null ? null : getScene().getFocusOwner();
        dialog.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        open.add(new OpenDialog(dialog, focused, owner, edited, busy));
        dimmed.getChildren().add(dialog);
        dimmed.setVisible(true);
        focused.requestFocus();
        open.stream().map(OpenDialog::node).filter(below -> below != dialog).forEach(below -> below.setDisable(true));
    }

    /** Closes the top dialog, after a confirmation where typed text would be lost; does nothing while it is sending. */
    public void requestClose() {
        if (!isOpen() || open.getLast().busy().getAsBoolean()) {
            return;
        }
        if (open.getLast().edited().getAsBoolean()) {
            confirmDiscard();
        } else {
            close();
        }
    }

    private void confirmDiscard() {
        MessageTexts texts = MessageTexts.SHELL;
        ConfirmDialog question = new ConfirmDialog(
                ConfirmationRequest.of(texts.get("discard.title"), texts.get("discard.text"), texts.get("discard.act"))
                        .destroying()
                        .dismissedBy(texts.get("discard.keep")),
                _ -> close(),
                this::close);
        question.getStyleClass().add("discard-question");
        open(question);
    }

    /** Closes this dialog after its answer has arrived; does nothing if it has been closed before. */
    public void close(Region dialog) {
        if (isOpen() && open.getLast().node() == dialog) {
            close();
        } else {
            open.removeIf(each -> each.node() == dialog);
            dimmed.getChildren().remove(dialog);
        }
    }

    /** Closes the top dialog. */
    public void close() {
        if (!isOpen()) {
            return;
        }
        OpenDialog closed = open.removeLast();
        dimmed.getChildren().remove(closed.node());
        dimmed.setVisible(isOpen());
        if (isOpen()) {
            open.getLast().node().setDisable(false);
        }
        if (closed.previousFocus() != null) {
            closed.previousFocus().requestFocus();
        }
    }

    /** Whether a dialog is open; what was read for another dialog meanwhile must not replace it. */
    public boolean isOpen() {
        return !open.isEmpty();
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
        if (!isOpen() || owner == null || isInside(owner, open.getLast().node())) {
            return;
        }
        List<Node> stops = new ArrayList<>();
        KeyEvent pressed = tab;
        if (pressed != null) {
            collectStops(open.getLast().node(), stops);
        }
        Node back = pressed == null || stops.isEmpty()
                ? open.getLast().first()
                : pressed.isShiftDown() ? stops.getLast() : stops.getFirst();
        if (!back.isDisabled()) {
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

    private static boolean isInside(Node node, Node dialog) {
        for (Node up = node; up != null; up = up.getParent()) {
            if (up == dialog) {
                return true;
            }
        }
        return false;
    }

    /** A toast shown for some seconds, and longer while the mouse is on it; errors stay until closed. */
    private static final class ToastMessage extends HBox {
        private static final Duration SHOWN = Duration.seconds(5);
        /** Longer, because the user has to read and decide first. */
        private static final Duration SHOWN_WITH_UNDO = Duration.seconds(10);

        ToastMessage(NotificationEntry notice, Runnable onGone) {
            getStyleClass().addAll("toast", notice.kind().tone().style());
            setAlignment(Pos.CENTER_LEFT);
            Label text = new Label(notice.text());
            text.setWrapText(true);
            text.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(text, Priority.ALWAYS);
            Button close = IconButtons.iconButton(MaterialDesignC.CLOSE, MessageTexts.SHELL.get("close"), onGone);
            close.getStyleClass().add("bare");
            getChildren().addAll(IconButtons.icon(notice.kind().icon()), text);
            NotificationEntry.UndoOffer undo = notice.undo();
            if (undo != null) {
                getChildren().add(undo.button());
                undo.takenProperty().subscribe((_, _) -> onGone.run());
            }
            getChildren().add(close);
            if (notice.kind() != NotificationEntry.Kind.ERROR) {
                PauseTransition pause = new PauseTransition(undo == null ? SHOWN : SHOWN_WITH_UNDO);
                pause.setOnFinished(_ -> onGone.run());
                hoverProperty().subscribe(inside -> {
                    if (inside) {
                        pause.stop();
                    } else {
                        pause.playFromStart();
                    }
                });
            }
        }
    }
}
