package dev.darkroom.console;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;
import org.kordamp.ikonli.materialdesign2.MaterialDesignS;

/** How a generation stands, as a person reads it: always an icon, a word and a colour. */
public enum DisplayState {
    WAITING(MaterialDesignC.CLOCK_OUTLINE, Tone.SLATE),
    AT_FAL(MaterialDesignP.PLAY_CIRCLE_OUTLINE, Tone.BLUE),
    STORING(MaterialDesignA.ARROW_UP_CIRCLE_OUTLINE, Tone.CYAN),
    RETRYING(MaterialDesignS.SYNC, Tone.AMBER),
    STUCK(MaterialDesignA.ALERT_OUTLINE, Tone.ORANGE),
    COMPLETED(MaterialDesignC.CHECK_CIRCLE_OUTLINE, Tone.GREEN),
    FAILED(MaterialDesignC.CLOSE_CIRCLE_OUTLINE, Tone.RED),
    CANCELLED(MaterialDesignC.CANCEL, Tone.STONE);

    private final Ikon icon;
    private final Tone tone;

    DisplayState(Ikon icon, Tone tone) {
        this.icon = icon;
        this.tone = tone;
    }

    public Ikon icon() {
        return icon;
    }

    public Tone tone() {
        return tone;
    }

    public String word() {
        return Texts.SHELL.get("state." + name());
    }
}
