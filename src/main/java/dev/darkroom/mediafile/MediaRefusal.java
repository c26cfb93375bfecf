package dev.darkroom.mediafile;

import java.util.List;

/**
 * The reason why a file is not drawn.
 *
 * @param details arguments of the message, in the order given by {@link Reason}
 */
public record MediaRefusal(Reason reason, List<Object> details) {
    public MediaRefusal {
        details = List.copyOf(details);
    }

    public static MediaRefusal of(Reason reason, Object... details) {
        return new MediaRefusal(reason, List.of(details));
    }

    public enum Reason {
        /** Arguments: width, height, maximum number of pixels. */
        PIXELS,
        /** Too large for a picture that must be decoded as a whole. Arguments: width, height, bytes needed. */
        MEMORY_NEEDED,
        /** Arguments: scans of the picture, maximum number of scans. */
        PASSES,
        /** Memory ran out. */
        MEMORY,
        /** Argument: seconds. */
        TIME,
        /** All drawing threads are busy with other files. */
        BUSY,
        /** Cannot be decoded as its type. */
        DAMAGED,
        /** Arguments: entries declared by a table, bytes of the file. */
        TABLE,
        /** Argument: samples per second. */
        SAMPLE_RATE,
        /** Argument: channels. */
        CHANNELS,
        /** Argument: bytes of the largest file fetched for a preview. */
        SIZE,
        /** A bug in Darkroom or in a library. Argument: its type. */
        ERROR
    }
}
