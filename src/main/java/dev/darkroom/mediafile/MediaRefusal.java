package dev.darkroom.mediafile;

import java.util.List;

/**
 * Why a file is not drawn.
 *
 * @param details arguments of the message, in the order that {@link Reason} gives
 */
public record MediaRefusal(Reason reason, List<Object> details) {
    public MediaRefusal {
        details = List.copyOf(details);
    }

    public static MediaRefusal of(Reason reason, Object... details) {
        return new MediaRefusal(reason, List.of(details));
    }

    public enum Reason {
        /** Arguments: width, height, most pixels. */
        PIXELS,
        /** Too large for a picture that must be decoded as a whole. Arguments: width, height, bytes needed. */
        MEMORY_NEEDED,
        /** Arguments: scans of the picture, most scans. */
        PASSES,
        /** Memory ran out. */
        MEMORY,
        /** Seconds. */
        TIME,
        /** All drawing threads are busy with other files. */
        BUSY,
        /** Cannot be decoded as its type. */
        DAMAGED,
        /** Arguments: entries that a table declares, bytes of the file. */
        TABLE,
        /** Samples a second. */
        SAMPLE_RATE,
        /** Channels. */
        CHANNELS,
        /** Argument: bytes of the largest file that is fetched for a preview. */
        SIZE,
        /** A defect of ours or of a library. Argument: its kind. */
        ERROR
    }
}
