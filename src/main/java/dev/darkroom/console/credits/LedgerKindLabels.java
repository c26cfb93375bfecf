package dev.darkroom.console.credits;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.console.kit.theme.ToneChip;
import dev.darkroom.credit.CreditTransaction.Kind;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignG;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** How the kinds of ledger lines look. */
final class LedgerKindLabels {
    private static final MessageTexts TEXTS = MessageTexts.of("credits");

    private LedgerKindLabels() {}

    static String word(Kind kind) {
        return TEXTS.get("kind." + kind);
    }

    static void show(ToneChip chip, Kind kind) {
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

    private static SemanticColor tone(Kind kind) {
        return switch (kind) {
            case DEDUCT -> SemanticColor.SLATE;
            case REFUND, GRANT -> SemanticColor.GREEN;
            case ADJUST -> SemanticColor.AMBER;
        };
    }
}
