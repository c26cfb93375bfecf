package dev.darkroom.console;

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

/** A notice that shows for some seconds and stays while the mouse is on it; errors stay until closed. */
public final class Toast extends HBox {
    private static final Duration SHOWN = Duration.seconds(5);

    Toast(Notice notice, Runnable onGone) {
        getStyleClass().addAll("toast", tone(notice.kind()).style());
        setAlignment(Pos.CENTER_LEFT);
        Label text = new Label(notice.text());
        text.setWrapText(true);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        Button close = Icons.iconButton(MaterialDesignC.CLOSE, Texts.SHELL.get("close"), onGone);
        close.getStyleClass().add("bare");
        getChildren().addAll(Icons.icon(icon(notice.kind())), text, close);
        if (notice.kind() != Notice.Kind.ERROR) {
            PauseTransition pause = new PauseTransition(SHOWN);
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

    static Tone tone(Notice.Kind kind) {
        return switch (kind) {
            case DONE -> Tone.GREEN;
            case INFORMATION -> Tone.BLUE;
            case WARNING -> Tone.AMBER;
            case ERROR -> Tone.RED;
        };
    }

    static Ikon icon(Notice.Kind kind) {
        return switch (kind) {
            case DONE -> MaterialDesignC.CHECK_CIRCLE_OUTLINE;
            case INFORMATION -> MaterialDesignI.INFORMATION_OUTLINE;
            case WARNING -> MaterialDesignA.ALERT_OUTLINE;
            case ERROR -> MaterialDesignC.CLOSE_CIRCLE_OUTLINE;
        };
    }
}
