package dev.darkroom.console.generations;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.generation.GenerationTriage.PlacedMark;
import dev.darkroom.generation.GenerationTriage.TriageMark;
import dev.darkroom.message.CodedMessage;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignA;
import org.kordamp.ikonli.materialdesign2.MaterialDesignE;
import org.kordamp.ikonli.materialdesign2.MaterialDesignT;

/** Icons and labels of the triage marks. */
public final class TriageMarkLabels {
    private TriageMarkLabels() {}

    public static Ikon icon(TriageMark mark) {
        return switch (mark) {
            case SEEN -> MaterialDesignE.EYE_OUTLINE;
            case MINE -> MaterialDesignA.ACCOUNT_OUTLINE;
            case WAITING_FOR_FAL -> MaterialDesignT.TIMER_SAND;
        };
    }

    public static String word(TriageMark mark) {
        return MessageTexts.sentence(CodedMessage.of("mark." + mark));
    }

    /** Who set the mark, and when. */
    public static String detail(PlacedMark placed, ValueFormats formats) {
        return GenerationMessages.get("mark.by", word(placed.mark()), placed.actor(), formats.time(placed.at()));
    }
}
