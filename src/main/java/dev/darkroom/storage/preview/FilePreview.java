package dev.darkroom.storage.preview;

import dev.darkroom.mediafile.AudioWaveform;
import dev.darkroom.mediafile.MediaRefusal;
import dev.darkroom.mediafile.PictureFile;
import java.nio.file.Path;
import java.util.Optional;

/** A file prepared for viewing, or the reason why it cannot be shown. */
public sealed interface FilePreview {
    /** Drawn by {@link FilePreviewService#draw} at its display size. */
    record Picture(PictureFile file) implements FilePreview {}

    /**
     * @param poster a PNG of the first frame, if it can be drawn
     * @param seconds the length, 0 when unknown
     */
    record Video(Path file, Optional<Path> poster, double seconds) implements FilePreview {}

    /** @param waveform empty when the samples are compressed, as in an MP3 */
    record Sound(Path file, Optional<AudioWaveform> waveform) implements FilePreview {}

    /**
     * @param whole false when the text was truncated
     * @param active whether a browser would execute or interpret the content, such as SVG and HTML, instead of showing it
     */
    record Text(String text, boolean whole, boolean active) implements FilePreview {}

    /** Too large to be fetched without an explicit request. */
    record Large(long bytes) implements FilePreview {}

    /** Fetched, but not of a type that can be shown. */
    record Unknown() implements FilePreview {}

    /** Exceeds a limit, or is not of the declared type. */
    record Refused(MediaRefusal refusal) implements FilePreview {}
}
