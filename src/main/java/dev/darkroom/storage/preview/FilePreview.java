package dev.darkroom.storage.preview;

import dev.darkroom.mediafile.AudioWaveform;
import dev.darkroom.mediafile.MediaRefusal;
import dev.darkroom.mediafile.PictureFile;
import java.nio.file.Path;
import java.util.Optional;

/** A file made ready to be looked at, beside the reasons why it is not. */
public sealed interface FilePreview {
    /** Drawn by {@link FilePreviewService#draw} at the size it is shown. */
    record Picture(PictureFile file) implements FilePreview {}

    /**
     * @param poster a PNG of the first picture, where it can be drawn
     * @param seconds the length, 0 when unknown
     */
    record Video(Path file, Optional<Path> poster, double seconds) implements FilePreview {}

    /** @param waveform empty when the samples are packed, as in an MP3 */
    record Sound(Path file, Optional<AudioWaveform> waveform) implements FilePreview {}

    /**
     * @param whole false when the rest was left out
     * @param active what a browser would run or follow instead of showing it, such as SVG and HTML
     */
    record Text(String text, boolean whole, boolean active) implements FilePreview {}

    /** Too large to be fetched without being asked for. */
    record Large(long bytes) implements FilePreview {}

    /** Fetched, but of a type that cannot be shown. */
    record Unknown() implements FilePreview {}

    /** Beyond a bound, or not what it says it is. */
    record Refused(MediaRefusal refusal) implements FilePreview {}
}
