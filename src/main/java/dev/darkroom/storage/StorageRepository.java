package dev.darkroom.storage;

import dev.darkroom.database.BatchStatement;
import dev.darkroom.database.Database;
import dev.darkroom.database.StaleWriteException;
import dev.darkroom.database.Write;
import dev.darkroom.database.Writer;
import dev.darkroom.http.Redact;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.Retry;
import dev.darkroom.logging.Category;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code stored_file}: who owns which path, what is known of it, and signed URLs for it. */
public final class StorageRepository {
    /** How often a link that is already over when it arrives is asked for again. */
    private static final int TRIES = 3;

    private static final BatchStatement SAVE = new BatchStatement(
            "with v as (select * from {rows}), saved as (insert into " + FileRow.TABLE + " select g.id, "
                    + FileRow.VALUES + """

                    from v join generation g on g.id = v.generation and g.epoch = v.epoch and g.owner is not null
                    on conflict (generation_id, position) do update set
                      state = excluded.state, name = excluded.name, source_url = excluded.source_url,
                      bucket = excluded.bucket, path = excluded.path, content_type = excluded.content_type,
                      bytes = excluded.bytes, sha256 = excluded.sha256, width = excluded.width,
                      height = excluded.height, seconds = excluded.seconds, flagged = excluded.flagged,
                      remark = excluded.remark, error = excluded.error,
                      updated_at = clock_timestamp()
                    returning id, generation_id, position)
                    select max(n), max(id) from (
                      select n, null as id, generation, file_position from v
                      union all select null, id::text, generation_id, position from saved) as wanted_and_saved
                    group by generation, file_position having count(id) > 0
                    """,
            "generation uuid, epoch bigint, " + FileRow.COLUMNS);

    private final Database database;
    private final Writer writer;
    private final SupabaseStorage storage;
    private final StorageAccessCheck access;
    private final Retry retry = new Retry(3, Duration.ofMillis(200), Duration.ofSeconds(1));

    public StorageRepository(Database database, Writer writer, SupabaseStorage storage) {
        this.database = database;
        this.writer = writer;
        this.storage = storage;
        this.access = new StorageAccessCheck(storage);
    }

    /**
     * Writes the row of one file position; the same position again replaces what was known of it. Gives it back with the id that
     * the row has.
     *
     * @throws StaleWriteException when the generation is no longer run number {@code epoch}'s to write
     */
    StoredFile save(StoredFile file, long epoch) {
        Write write = FileRow.with(Write.of(SAVE), file)
                .with("generation", file.generation())
                .with("epoch", epoch);
        return writer.write(file.userId(), file.path(), write)
                .map(id -> file.withId(UUID.fromString(id)))
                .orElseThrow(() -> new StaleWriteException(
                        "Generation " + file.generation() + " is no longer run " + epoch + "'s to write."));
    }

    /** Says in the log that the row of a stored file is written. */
    public static void logSaved(StoredFile file) {
        CategoryLog.info(Category.STORAGE_FILE, Mark.NOTE, "File metadata created: ID={}", file.id());
    }

    /** All files of a generation in the order of the result. Runs ask this too, so it does not take the console's few connections. */
    public List<StoredFile> ofGeneration(UUID generation) {
        return database.inTransaction(handle -> handle.createQuery("""
                        select f.*, g.user_id from stored_file f join generation g on g.id = f.generation_id
                        where f.generation_id = :generation order by f.position
                        """)
                .bind("generation", generation)
                .map(new StoredFileMapper())
                .list());
    }

    public Optional<StoredFile> find(UUID id) {
        return database.read(handle -> handle.createQuery("""
                        select f.*, g.user_id from stored_file f join generation g on g.id = f.generation_id
                        where f.id = :id
                        """)
                .bind("id", id)
                .map(new StoredFileMapper())
                .findOne());
    }

    /**
     * A link to a file that the user owns.
     *
     * @throws IllegalArgumentException when the path does not belong to the user
     * @throws RemoteException when the service refuses or does not answer
     */
    public SignedUrl sign(String userId, String path, Duration validFor) {
        CategoryLog.info(Category.STORAGE_URL, Mark.LINK, "Creating signed URL for file access");
        CategoryLog.info(Category.STORAGE_URL, Mark.INSPECT, "Checking file path ownership");
        if (!StorageKey.belongsTo(userId, path)) {
            CategoryLog.warning(
                    Category.STORAGE_URL,
                    Mark.ERROR,
                    "File ownership not verified: {} is not a path of {}",
                    path,
                    userId);
            throw new IllegalArgumentException("The file " + path + " does not belong to " + userId + ".");
        }
        CategoryLog.info(Category.STORAGE_URL, Mark.SUCCESS, "File ownership verified");
        SignedUrl signed = fresh(path, validFor);
        CategoryLog.info(
                Category.STORAGE_URL,
                Mark.LINK,
                "URL: {}",
                Redact.url(signed.url().toString()));
        CategoryLog.info(Category.STORAGE_URL, Mark.EXPIRY, "Expires at: {}", signed.expiresAt());
        return signed;
    }

    /** The service says of a bucket that it does not show, too, that the object is not there. */
    private SignedUrl signed(String path, Duration validFor) {
        try {
            return retry.call(() -> storage.within(StorageAccessCheck.LONGEST).sign(path, validFor));
        } catch (RemoteException refused) {
            if (SupabaseStorage.isMissing(refused)) {
                access.check().failure().ifPresent(cause -> {
                    throw cause;
                });
            }
            throw refused;
        }
    }

    private SignedUrl fresh(String path, Duration validFor) {
        SignedUrl signed = signed(path, validFor);
        for (int attempt = 1; attempt < TRIES && signed.wasSignedExpired(Instant.now()); attempt++) {
            CategoryLog.warning(
                    Category.STORAGE_URL,
                    Mark.WARNING,
                    "The signed URL had already expired at {}, asking again",
                    signed.expiresAt());
            signed = signed(path, validFor);
        }
        if (signed.wasSignedExpired(Instant.now())) {
            throw new RemoteException(
                    SupabaseStorage.SERVICE,
                    0,
                    "LinkExpired",
                    "Supabase Storage signs links that have already expired; check the clocks of both machines.",
                    true,
                    null,
                    null);
        }
        return signed;
    }
}
