package dev.darkroom.console.kit.theme;

import javafx.scene.control.Label;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** A small rounded label in a semantic colour, 20 px high. */
public final class ToneChip extends Label {
    private @Nullable SemanticColor tone;

    public ToneChip() {
        getStyleClass().setAll("label", "chip");
    }

    public ToneChip(@Nullable Ikon icon, String text, SemanticColor tone) {
        this();
        show(icon, text, tone);
    }

    /** The state of a generation as icon, word and colour. */
    public ToneChip(DisplayState state) {
        this();
        show(state, null);
    }

    /** {@code detail} follows the word, as in "Retrying 2/5". */
    public void show(DisplayState state, @Nullable String detail) {
        show(state.icon(), words(state, detail), state.tone());
    }

    public static String words(DisplayState state, @Nullable String detail) {
        return detail == null ? state.word() : state.word() + " " + detail;
    }

    /** Updates the chip; rebuilds nothing that stays the same, so it may be called on every cell update. */
    public void show(@Nullable Ikon icon, String text, SemanticColor newTone) {
        setText(text);
        if (icon == null) {
            setGraphic(null);
        } else if (!(getGraphic() instanceof FontIcon shown) || shown.getIconCode() != icon) {
            setGraphic(IconButtons.icon(icon));
        }
        if (tone != newTone) {
            if (tone != null) {
                getStyleClass().remove(tone.style());
            }
            getStyleClass().add(newTone.style());
            tone = newTone;
        }
    }
}
