package dev.darkroom.storage;

import dev.darkroom.fal.OutboundUrl;
import dev.darkroom.fal.ResultFile;
import dev.darkroom.http.Http;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.Retry;
import dev.darkroom.logging.Category;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.Mark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings the files of one result into storage. What is there already with the right hash is not sent again. */
public final class StorageService {
    private final SupabaseStorage storage;
    private final StorageRepository repository;
    private final ResultDownload download;
    private final Retry retry = new Retry(3, Duration.ofMillis(500), Duration.ofSeconds(5));

    /**
     * @param outbound which addresses of result files may be opened
     * @param folder for files on their way
     * @param limit bytes of the largest file that is taken
     */
    public StorageService(
            Http http,
            OutboundUrl outbound,
            SupabaseStorage storage,
            StorageRepository repository,
            Path folder,
            long limit) {
        this.storage = storage;
        this.repository = repository;
        this.download = new ResultDownload(http, outbound, folder, limit);
    }

    /** Whose files these are, and the run that may write about them. */
    public record Owner(UUID generation, String userId, long epoch) {}

    /**
     * What became of the batch.
     *
     * @param unsaved of those stored the one without a row; who asked writes it, with what it writes next, which spares a
     *     transaction
     */
    public record Batch(
            List<StoredFile> stored,
            List<Missing> missing,
            @Nullable StoredFile unsaved) {
        public long bytes() {
            return stored.stream()
                    .map(StoredFile::bytes)
                    .filter(java.util.Objects::nonNull)
                    .mapToLong(Long::longValue)
                    .sum();
        }

        public int total() {
            return stored.size() + missing.size();
        }

        /** A sentence naming each missing file and why, for the row and the log. */
        public String missingSentence() {
            return missing.stream()
                    .map(m -> m.name() + " (" + m.cause().getMessage() + ")")
                    .collect(Collectors.joining(", "));
        }
    }

    public record Missing(String name, RemoteException cause) {}

    /**
     * Stores each file on its own: one that fails does not keep the others. An account-wide refusal ends the batch. The row
     * of the last file is left to the caller when all is well and nothing is known of it yet.
     *
     * @throws RemoteException when the key is refused, because then nothing can be stored, or when the thread is interrupted,
     *     which says nothing about a file
     */
    public Batch store(Owner owner, List<ResultFile> files) {
        CategoryLog.info(Category.STORAGE_UPLOAD, Mark.PACKAGE, "Starting upload of generation results");
        Map<Integer, StoredFile> before = repository.ofGeneration(owner.generation()).stream()
                .collect(Collectors.toMap(StoredFile::position, Function.identity()));
        List<StoredFile> stored = new ArrayList<>();
        List<Missing> missing = new ArrayList<>();
        StoredFile unsaved = null;
        for (ResultFile file : files) {
            CategoryLog.info(
                    Category.STORAGE_UPLOAD, Mark.FILE, "Processing file {}/{}", file.position(), files.size());
            FileUpload upload = new FileUpload(storage, download, retry, owner, file);
            StoredFile known = before.get(upload.number());
            try {
                StoredFile row = upload.store(known);
                if (known == null && missing.isEmpty() && file == files.getLast()) {
                    unsaved = row;
                } else if (!row.equals(known)) {
                    row = repository.save(row, owner.epoch());
                    StorageRepository.logSaved(row);
                }
                stored.add(row);
            } catch (RemoteException failure) {
                if (SupabaseStorage.isKeyRefused(failure)
                        || Thread.currentThread().isInterrupted()) {
                    throw failure;
                }
                CategoryLog.error(
                        Category.STORAGE_UPLOAD,
                        Mark.ERROR,
                        failure,
                        "File {}/{} failed: {}",
                        file.position(),
                        files.size(),
                        failure.getMessage());
                upload.missing(failure).ifPresent(row -> repository.save(row, owner.epoch()));
                missing.add(new Missing(upload.number() + "-" + file.fileName(), failure));
            }
        }
        Batch batch = new Batch(List.copyOf(stored), List.copyOf(missing), unsaved);
        CategoryLog.info(
                Category.STORAGE_UPLOAD,
                Mark.DONE,
                "Upload process completed: {}/{} files",
                stored.size(),
                files.size());
        if (!missing.isEmpty() && !stored.isEmpty()) {
            CategoryLog.warning(
                    Category.STORAGE_UPLOAD,
                    Mark.WARNING,
                    "Partial upload success: {}/{} files, missing {}",
                    stored.size(),
                    files.size(),
                    batch.missingSentence());
        }
        return batch;
    }
}
