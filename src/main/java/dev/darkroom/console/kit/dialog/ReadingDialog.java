package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.TextLabels;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** A read-only dialog: a title, the content, and a button to close it. */
public abstract class ReadingDialog extends VBox {
    private final VBox body = new VBox();
    private final Button close = new Button(MessageTexts.SHELL.get("close"));

    /** @param style the style class of this dialog */
    protected ReadingDialog(String style, String title, Runnable onClose) {
        getStyleClass().addAll("dialog", style);
        Label head = TextLabels.styled(title, "dialog-title");
        body.getChildren().add(head);
        body.getStyleClass().add("dialog-body");
        close.setCancelButton(true);
        close.setOnAction(_ -> onClose.run());
        HBox foot = new HBox(close);
        foot.setAlignment(Pos.CENTER_RIGHT);
        foot.getStyleClass().add("dialog-foot");
        getChildren().setAll(body, foot);
    }

    protected final void read(Node... parts) {
        body.getChildren().addAll(parts);
    }

    /** The node focused first, which is also the button that Enter presses. */
    public final Button first() {
        return close;
    }
}
