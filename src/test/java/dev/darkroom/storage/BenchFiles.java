package dev.darkroom.storage;

import dev.darkroom.database.Database;
import dev.darkroom.database.Writer;
import dev.darkroom.http.Http;
import java.time.Instant;
import java.util.UUID;

/** The row of one stored file, written as {@link FileUpload} writes it. */
public final class BenchFiles {
    private final StorageRepository repository;

    public BenchFiles(Database database, Writer writer, Http http) {
        repository = new StorageRepository(
                database,
                writer,
                new SupabaseStorage(http, SupabaseSettings.of("http://127.0.0.1:9", "service-key", "generations")));
    }

    /** Gives the path. */
    public String save(UUID generation, String user, long epoch) {
        String path = user + "/" + generation + "/0-b.png";
        repository.save(
                new StoredFile(
                        UUID.randomUUID(),
                        generation,
                        user,
                        0,
                        StoredFile.State.STORED,
                        "b.png",
                        "https://v3.fal.media/files/a/b.png",
                        "generations",
                        path,
                        "image/png",
                        123_456L,
                        "0123456789abcdef".repeat(4),
                        1024,
                        768,
                        null,
                        null,
                        Instant.now(),
                        Instant.now()),
                epoch);
        return path;
    }
}
