package dev.darkroom.console.kit.dialog;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Duration;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;

/** A toast shown for some seconds, and longer while the mouse is on it; errors stay until closed. */
public final class ToastMessage extends HBox {
    private static final Duration SHOWN = Duration.seconds(5);
    /** Longer, because the user has to read and decide first. */
    private static final Duration SHOWN_WITH_UNDO = Duration.seconds(10);

    public ToastMessage(NotificationEntry notice, Runnable onGone) {
        getStyleClass().addAll("toast", tone(notice.kind()).style());
        setAlignment(Pos.CENTER_LEFT);
        Label text = new Label(notice.text());
        text.setWrapText(true);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        Button close = IconButtons.iconButton(MaterialDesignC.CLOSE, MessageTexts.SHELL.get("close"), onGone);
        close.getStyleClass().add("bare");
        getChildren().addAll(IconButtons.icon(icon(notice.kind())), text);
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

    static SemanticColor tone(NotificationEntry.Kind kind) {
        return switch (kind) {
            case DONE -> SemanticColor.GREEN;
            case INFORMATION -> SemanticColor.BLUE;
            case WARNING -> SemanticColor.AMBER;
            case ERROR -> SemanticColor.RED;
        };
    }

    static Ikon icon(NotificationEntry.Kind kind) {
        return switch (kind) {
            case DONE -> MaterialDesignC.CHECK_CIRCLE_OUTLINE;
            case INFORMATION -> MaterialDesignI.INFORMATION_OUTLINE;
            case WARNING -> MaterialDesignA.ALERT_OUTLINE;
            case ERROR -> MaterialDesignC.CLOSE_CIRCLE_OUTLINE;
        };
    }
}
