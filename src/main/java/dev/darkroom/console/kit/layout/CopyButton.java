package dev.darkroom.console.kit.layout;

import dev.darkroom.console.kit.theme.IconButtons;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.util.Duration;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;

/** Copies a text to the clipboard and confirms it for a moment. */
public final class CopyButton extends Button {
    private final PauseTransition shown = new PauseTransition(Duration.seconds(1.2));

    /** {@code name} says what is copied, such as "Copy id". */
    public CopyButton(String name, Supplier<String> text) {
        getStyleClass().addAll("icon-button", "bare");
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        setAccessibleText(name);
        setTooltip(new Tooltip(name));
        setGraphic(IconButtons.icon(MaterialDesignC.CONTENT_COPY));
        shown.setOnFinished(_ -> setGraphic(IconButtons.icon(MaterialDesignC.CONTENT_COPY)));
        setOnAction(_ -> {
            copy(text.get());
            setGraphic(IconButtons.icon(MaterialDesignC.CHECK));
            shown.playFromStart();
        });
    }

    public static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
