package dev.darkroom.console.kit.layout;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.ToneChip;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;

/** Covers the picture of a flagged file: explains why, with a button that reveals it. */
public final class FlaggedCover extends VBox {
    public FlaggedCover(Runnable show) {
        getStyleClass().addAll("flagged-cover", SemanticColor.AMBER.style());
        setAlignment(Pos.CENTER);
        Label sentence = new Label(
                MessageTexts.SHELL.get("flagged.sentence"), IconButtons.icon(MaterialDesignE.EYE_OFF_OUTLINE));
        sentence.setContentDisplay(ContentDisplay.TOP);
        sentence.setWrapText(true);
        sentence.setTextAlignment(TextAlignment.CENTER);
        sentence.setMinHeight(USE_PREF_SIZE);
        Button button = new Button(MessageTexts.SHELL.get("flagged.show"));
        button.setMinHeight(USE_PREF_SIZE);
        button.setOnAction(_ -> show.run());
        getChildren().addAll(sentence, button);
    }

    /** The chip that stays on a revealed file. */
    public static ToneChip chip() {
        return new ToneChip(
                MaterialDesignE.EYE_OFF_OUTLINE, MessageTexts.SHELL.get("flagged.chip"), SemanticColor.AMBER);
    }
}
