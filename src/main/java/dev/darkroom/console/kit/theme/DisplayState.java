package dev.darkroom.console.kit.theme;

import dev.darkroom.console.kit.text.MessageTexts;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** The state of a generation as shown to users: always with an icon, a word and a colour. */
public enum DisplayState {
    WAITING(MaterialDesignC.CLOCK_OUTLINE, SemanticColor.SLATE),
    AT_FAL(MaterialDesignP.PLAY_CIRCLE_OUTLINE, SemanticColor.BLUE),
    STORING(MaterialDesignA.ARROW_UP_CIRCLE_OUTLINE, SemanticColor.CYAN),
    RETRYING(MaterialDesignS.SYNC, SemanticColor.AMBER),
    STUCK(MaterialDesignA.ALERT_OUTLINE, SemanticColor.ORANGE),
    COMPLETED(MaterialDesignC.CHECK_CIRCLE_OUTLINE, SemanticColor.GREEN),
    FAILED(MaterialDesignC.CLOSE_CIRCLE_OUTLINE, SemanticColor.RED),
    CANCELLED(MaterialDesignC.CANCEL, SemanticColor.STONE);

    private final Ikon icon;
    private final SemanticColor tone;

    DisplayState(Ikon icon, SemanticColor tone) {
        this.icon = icon;
        this.tone = tone;
    }

    public Ikon icon() {
        return icon;
    }

    public SemanticColor tone() {
        return tone;
    }

    public String word() {
        return MessageTexts.SHELL.get("state." + name());
    }
}
