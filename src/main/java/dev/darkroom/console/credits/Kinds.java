package dev.darkroom.console.credits;

import dev.darkroom.console.Chip;
import dev.darkroom.console.Texts;
import dev.darkroom.console.Tone;
import dev.darkroom.credit.CreditTransaction.Kind;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignG;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** How the kinds of ledger lines look. */
final class Kinds {
    private static final Texts TEXTS = Texts.of("credits");

    private Kinds() {}

    static String word(Kind kind) {
        return TEXTS.get("kind." + kind);
    }

    static void show(Chip chip, Kind kind) {
        chip.show(icon(kind), word(kind), tone(kind));
    }

    static Ikon icon(Kind kind) {
        return switch (kind) {
            case DEDUCT -> MaterialDesignM.MINUS_CIRCLE_OUTLINE;
            case REFUND -> MaterialDesignC.CASH_REFUND;
            case GRANT -> MaterialDesignG.GIFT_OUTLINE;
            case ADJUST -> MaterialDesignT.TUNE_VARIANT;
        };
    }

    private static Tone tone(Kind kind) {
        return switch (kind) {
            case DEDUCT -> Tone.SLATE;
            case REFUND, GRANT -> Tone.GREEN;
            case ADJUST -> Tone.AMBER;
        };
    }
}
