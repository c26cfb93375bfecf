package dev.darkroom.storage.preview;

import dev.darkroom.mediafile.AudioWaveform;
import dev.darkroom.mediafile.MediaRefusal;
import dev.darkroom.storage.StoredFile;
import java.io.IOException;
import java.nio.file.Path;

/** What a card shows of a file. */
public sealed interface FileThumbnail {
    /** A small PNG: the picture itself or the first one of a video. */
    record Picture(Path png) implements FileThumbnail {}

    record Sound(AudioWaveform waveform) implements FileThumbnail {}

    /** Beyond a bound, or not what it says it is. */
    record Refused(MediaRefusal refusal) implements FileThumbnail {}

    /** Nothing to be drawn; the card shows the kind of file instead. */
    record Plain() implements FileThumbnail {}

    /** Where cards get what they show of a file: from storage, or from a file that holds it. Blocks. */
    public interface Source {
        FileThumbnail of(StoredFile file) throws InterruptedException, IOException;
    }
}
