package dev.darkroom.storage;

import dev.darkroom.database.TimeOrderedId;
import java.time.Instant;
import java.util.UUID;

/** The row of a stored file, as {@link FileUpload} creates it. */
public final class BenchFiles {
    private BenchFiles() {}

    public static StoredFile stored(UUID generation, String user) {
        return new StoredFile(
                TimeOrderedId.next(),
                generation,
                user,
                0,
                StoredFile.State.STORED,
                "b.png",
                "https://v3.fal.media/files/a/b.png",
                "generations",
                user + "/" + generation + "/0-b.png",
                "image/png",
                123_456L,
                "0123456789abcdef".repeat(4),
                1024,
                768,
                null,
                null,
                null,
                null,
                Instant.now(),
                Instant.now(),
                null,
                null);
    }
}
