package dev.darkroom.storage.preview;

import dev.darkroom.mediafile.AudioWaveform;
import dev.darkroom.mediafile.MediaRefusal;
import dev.darkroom.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Path;

/** The thumbnail of a file on a card. */
public sealed interface FileThumbnail {
    /** A small PNG of the image itself or of a video's first frame. */
    record Picture(Path png) implements FileThumbnail {}

    record Sound(AudioWaveform waveform) implements FileThumbnail {}

    /** Exceeds a limit, or is not of the declared type. */
    record Refused(MediaRefusal refusal) implements FileThumbnail {}

    /** Nothing to draw; the card shows the file's kind instead. */
    record Plain() implements FileThumbnail {}

    /** Supplies thumbnails from storage or from a file that contains them. Blocks. */
    public interface Source {
        FileThumbnail of(StoredFile file) throws InterruptedException, IOException;
    }
}
