package dev.darkroom.console.kit.layout;

import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.mediafile.DrawnPicture;
import dev.darkroom.mediafile.MediaRefusal;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.image.Image;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/**
 * Pictures of stored files for the window. The toolkit's own decoders never receive untrusted files, because they enforce no
 * limits. Thread-safe.
 */
public final class MediaPictures {
    private MediaPictures() {}

    /** Shares the pixels without a copy. */
    public static Image image(DrawnPicture drawn) {
        return new WritableImage(new PixelBuffer<>(
                drawn.width(), drawn.height(), IntBuffer.wrap(drawn.pixels()), PixelFormat.getIntArgbPreInstance()));
    }

    /** A PNG that this program drew itself. */
    public static Image trustedPng(Path png) {
        return new Image(png.toUri().toString());
    }

    /** The same, scaled down. */
    public static Image trustedPng(Path png, double side) {
        return new Image(png.toUri().toString(), side, side, true, true);
    }

    /** Returns the reason why a file is not shown, as a sentence. */
    public static String sentence(MediaRefusal refusal) {
        List<Object> details = refusal.details();
        String[] words = new String[details.size()];
        for (int at = 0; at < words.length; at++) {
            Object detail = details.get(at);
            boolean bytes = at == words.length - 1 && endsWithBytes(refusal.reason());
            words[at] = detail instanceof Long number
                    ? bytes ? ValueFormats.bytes(number) : ValueFormats.number(number)
                    : String.valueOf(detail);
        }
        return MessageTexts.SHELL.get("refused." + refusal.reason(), (Object[]) words);
    }

    private static boolean endsWithBytes(MediaRefusal.Reason reason) {
        return switch (reason) {
            case MEMORY_NEEDED, TABLE, SIZE -> true;
            case PIXELS, PASSES, MEMORY, TIME, BUSY, DAMAGED, SAMPLE_RATE, CHANNELS, ERROR -> false;
        };
    }
}
