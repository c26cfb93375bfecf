package dev.darkroom.mediafile;

import java.util.List;

/**
 * Why a file is not drawn.
 *
 * @param details what the sentence for a person names, in the order that {@link Reason} gives
 */
public record MediaRefusal(Reason reason, List<Object> details) {
    public MediaRefusal {
        details = List.copyOf(details);
    }

    public static MediaRefusal of(Reason reason, Object... details) {
        return new MediaRefusal(reason, List.of(details));
    }

    public enum Reason {
        /** Width and height; the most pixels. */
        PIXELS,
        /** Width and height of a picture that can only be drawn with all of it in memory; the bytes that takes. */
        MEMORY_NEEDED,
        /** Passes over the whole picture that a file asks for; the most. */
        PASSES,
        /** Memory ran out. */
        MEMORY,
        /** Seconds. */
        TIME,
        /** All threads that draw are taken by other files. */
        BUSY,
        /** Cannot be read as what it is. */
        DAMAGED,
        /** Entries that a table promises; bytes of the file. */
        TABLE,
        /** Samples a second. */
        SAMPLE_RATE,
        /** Channels. */
        CHANNELS,
        /** Bytes of the largest file that is fetched to be shown. */
        SIZE,
        /** A mistake of ours or of a library: its kind. */
        ERROR
    }
}
