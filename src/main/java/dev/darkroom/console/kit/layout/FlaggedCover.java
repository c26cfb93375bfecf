package dev.darkroom.console.kit.layout;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.IconButtons;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.ToneChip;
import java.util.HashSet;
import java.util.Set;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
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

    /**
     * The flagged files that the user revealed in this window, by storage path. All other flagged files stay covered wherever their
     * pictures would be shown. FX thread.
     */
    public static final class RevealedFiles {
        private final Set<String> paths = new HashSet<>();
        private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper();

        /** @param flagged the result of the provider's safety check; null when there is none */
        public boolean covers(@Nullable String path, @Nullable Boolean flagged) {
            return Boolean.TRUE.equals(flagged) && !paths.contains(path);
        }

        public void reveal(String path) {
            paths.add(path);
            count.set(paths.size());
        }

        /** Grows with each revealed file, to notify other places that show it. */
        public ReadOnlyIntegerProperty countProperty() {
            return count.getReadOnlyProperty();
        }
    }
}
