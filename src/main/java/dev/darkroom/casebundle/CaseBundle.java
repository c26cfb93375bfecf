package dev.darkroom.casebundle;

import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.FileThumbnail;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A case bundle that was read completely and validated. Its re-encoded thumbnails are in a folder that {@code close} deletes.
 *
 * @param pictures the thumbnails by file id
 */
public record CaseBundle(Path file, Instant madeAt, GenerationDetails contents, Map<UUID, Path> pictures, Path folder)
        implements FileThumbnail.Source, AutoCloseable {
    public CaseBundle {
        pictures = Map.copyOf(pictures);
    }

    @Override
    public FileThumbnail of(StoredFile stored) {
        Path picture = pictures.get(stored.id());
        return picture == null ? new FileThumbnail.Plain() : new FileThumbnail.Picture(picture);
    }

    @Override
    public void close() {
        try {
            PrivateFiles.deleteFolder(folder);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
