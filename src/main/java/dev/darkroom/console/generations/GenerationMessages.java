package dev.darkroom.console.generations;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.message.CodedMessage;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignI;
import org.kordamp.ikonli.materialdesign2.MaterialDesignM;
import org.kordamp.ikonli.materialdesign2.MaterialDesignW;

/** The texts of this screen, and its names for media kinds. */
public final class GenerationMessages {
    public static final MessageTexts TEXTS = MessageTexts.of("generations");

    private GenerationMessages() {}

    public static String get(String key, Object... arguments) {
        return TEXTS.get(key, arguments);
    }

    public static CodedMessage view(GenerationPreset view) {
        return CodedMessage.of("view." + view);
    }

    /** Formats an amount of credits for a cell; zero reads "free". */
    public static String credits(long credits) {
        return credits == 0 ? get("price.free") : ValueFormats.number(credits);
    }

    public static Ikon icon(MediaKind kind) {
        return switch (kind) {
            case IMAGE -> MaterialDesignI.IMAGE_OUTLINE;
            case VIDEO -> MaterialDesignM.MOVIE_OPEN_OUTLINE;
            case AUDIO -> MaterialDesignW.WAVEFORM;
        };
    }
}
