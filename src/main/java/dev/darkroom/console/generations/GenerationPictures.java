package dev.darkroom.console.generations;

import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.storage.FileQueries;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.preview.ThumbnailStore;
import java.util.Optional;

/** The source of the result thumbnails: the same files and the same store as on the Files screen. */
public record GenerationPictures(FileQueries files, ThumbnailStore thumbnails) {
    /** The largest file to fetch for a row's small thumbnail, in bytes. */
    private static final long MAX_BYTES = 4_000_000;

    /** Returns whether the row has a picture. */
    public static boolean has(GenerationRow row) {
        long bytes = row.media().bytesStored() / Math.max(1, row.media().filesStored());
        return row.kind() == MediaKind.IMAGE && row.media().path() != null && bytes <= MAX_BYTES;
    }

    /** The first file. Blocks. */
    public Optional<StoredFile> first(GenerationRow row) {
        return Optional.ofNullable(row.media().path()).flatMap(path -> files.atPath(row.id(), path));
    }
}
