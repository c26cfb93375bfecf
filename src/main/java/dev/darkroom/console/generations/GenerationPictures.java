package dev.darkroom.console.generations;

import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.ThumbnailStore;
import java.util.Optional;

/** Where the pictures of what generations made come from: the same files and the same store as on the Files screen. */
public record GenerationPictures(FileQueries files, ThumbnailStore thumbnails) {
    /** Bytes: what is fetched for a picture as small as that of a row. */
    private static final long LARGEST = 4_000_000;

    /** Whether the row of a list has a picture. */
    public static boolean has(GenerationRow row) {
        long bytes = row.media().bytesStored() / Math.max(1, row.media().filesStored());
        return row.kind() == MediaKind.IMAGE && row.media().path() != null && bytes <= LARGEST;
    }

    /** Its first file. Blocks. */
    public Optional<StoredFile> first(GenerationRow row) {
        return Optional.ofNullable(row.media().path()).flatMap(path -> files.atPath(row.id(), path));
    }
}
