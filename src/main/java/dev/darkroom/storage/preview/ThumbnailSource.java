package dev.darkroom.storage.preview;

import dev.darkroom.storage.StoredFile;
import java.io.IOException;

/** Where cards get what they show of a file: from storage, or from a file that holds it. Blocks. */
public interface ThumbnailSource {
    FileThumbnail of(StoredFile file) throws InterruptedException, IOException;
}
