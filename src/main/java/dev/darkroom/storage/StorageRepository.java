package dev.darkroom.storage;

import dev.darkroom.database.Database;
import dev.darkroom.database.StaleWriteException;
import dev.darkroom.database.writer.BatchRow;
import dev.darkroom.database.writer.BatchStatement;
import dev.darkroom.database.writer.GroupCommitWriter;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;
import dev.darkroom.storage.access.SignedLinkSigner;
import dev.darkroom.storage.supabase.SignedUrl;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The table {@code stored_file}: the owner, path and metadata of files, and signed URLs for them. */
public final class StorageRepository {
    private static final BatchStatement SAVE = new BatchStatement(
            "with v as (select * from {rows}), saved as (insert into " + FileRow.TABLE + " select g.id, "
                    + FileRow.VALUES + """

                    from v join generation g on g.id = v.generation and g.epoch = v.epoch and g.owner is not null
                    """ + FileRow.OR_UPDATE + """
                    returning id, generation_id, position)
                    select max(n), max(id) from (
                      select n, null as id, generation, file_position from v
                      union all select null, id::text, generation_id, position from saved) as wanted_and_saved
                    group by generation, file_position having count(id) > 0
                    """,
            "generation uuid, epoch bigint, " + FileRow.COLUMNS);

    private final Database database;
    private final GroupCommitWriter writer;
    private final SignedLinkSigner signer;

    public StorageRepository(Database database, GroupCommitWriter writer, SupabaseStorage storage) {
        this.database = database;
        this.writer = writer;
        this.signer = new SignedLinkSigner(storage);
    }

    /**
     * Writes the row of one file position, replacing any existing row of the same position. Returns the file with the id of its
     * row.
     *
     * @throws StaleWriteException when run number {@code epoch} no longer owns the generation
     */
    public StoredFile save(StoredFile file, long epoch) {
        BatchRow write = FileRow.with(BatchRow.of(SAVE), file)
                .with("generation", file.generation())
                .with("epoch", epoch);
        return writer.write(file.userId(), file.path(), write)
                .map(id -> file.withId(UUID.fromString(id)))
                .orElseThrow(() -> new StaleWriteException(
                        "Generation " + file.generation() + " is no longer run " + epoch + "'s to write."));
    }

    /** Logs that a stored file's row has been written. */
    public static void logSaved(StoredFile file) {
        CategoryLog.info(LogCategory.STORAGE_FILE, LogMark.NOTE, "File metadata created: ID={}", file.id());
    }

    /**
     * Returns all files of a generation in the order of the result. Also used by runs, so it does not occupy the console's few
     * connections.
     */
    public List<StoredFile> ofGeneration(UUID generation) {
        return database.inTransaction(handle -> ofGeneration(handle, generation));
    }

    static List<StoredFile> ofGeneration(Handle handle, UUID generation) {
        return handle.createQuery("select " + StoredFile.COLUMNS + """
                         from stored_file f join generation g on g.id = f.generation_id
                        where f.generation_id = :generation order by f.position
                        """)
                .bind("generation", generation)
                .mapTo(StoredFile.class)
                .list();
    }

    public Optional<StoredFile> find(UUID id) {
        return database.read(handle -> find(handle, id));
    }

    static Optional<StoredFile> find(Handle handle, UUID id) {
        return handle.createQuery("select " + StoredFile.COLUMNS + """
                         from stored_file f join generation g on g.id = f.generation_id
                        where f.id = :id
                        """)
                .bind("id", id)
                .mapTo(StoredFile.class)
                .findOne();
    }

    /** As {@link SignedLinkSigner#sign}. */
    public SignedUrl sign(String userId, String path, Duration validFor) {
        return signer.sign(userId, path, validFor);
    }
}
