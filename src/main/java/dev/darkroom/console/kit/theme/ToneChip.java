package dev.darkroom.console.kit.theme;

import javafx.scene.control.Label;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** A small round label of one tone, 20 px high. */
public class ToneChip extends Label {
    private @Nullable SemanticColor tone;

    public ToneChip() {
        getStyleClass().setAll("label", "chip");
    }

    public ToneChip(@Nullable Ikon icon, String text, SemanticColor tone) {
        this();
        show(icon, text, tone);
    }

    /** Says something else; nothing is rebuilt when it stays the same, so that it may be called for every cell update. */
    public final void show(@Nullable Ikon icon, String text, SemanticColor newTone) {
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
