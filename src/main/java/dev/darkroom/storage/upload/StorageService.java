package dev.darkroom.storage.upload;

import dev.darkroom.fal.result.ResultFile;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.http.RetryingHttpCall;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.storage.IntegrityCheck;
import dev.darkroom.storage.StorageRepository;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.access.StorageAccess;
import dev.darkroom.storage.access.StorageAccessCheck;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stores the files of a result. Files already stored with the right hash are not sent again. While storage is unavailable, the
 * files wait on the local disk.
 */
public final class StorageService {
    /** The code of a file that fal.ai no longer has or does not have yet. */
    public static final String FILE_GONE = ResultDownload.FILE_GONE;

    private static final Set<String> WITHOUT_FILE = Set.of(FILE_GONE, FileUpload.EMPTY_FILE, FileUpload.NOT_MEDIA);

    private final StorageRepository repository;
    private final Parts parts;

    /** The collaborators of each upload. */
    record Parts(
            SupabaseStorage storage,
            StorageAccessCheck access,
            ResultDownload download,
            ResultFileCache cache,
            RetryingHttpCall retry) {
        /** For queries; only uploads need more time. */
        SupabaseStorage forQueries() {
            return storage.withTimeout(StorageAccessCheck.TIMEOUT);
        }

        /** A file is reported missing only if the bucket is accessible: with a wrong key every file looks missing. */
        IntegrityCheck check(StoredFile file) {
            IntegrityCheck check = retry.call(() -> IntegrityCheck.compare(forQueries(), file, Optional.empty()));
            if (check.result() == IntegrityCheck.Result.GONE) {
                access.checkUnlessRecent().failure().ifPresent(cause -> {
                    throw cause;
                });
            }
            return check;
        }
    }

    /**
     * @param outbound the permitted addresses of result files
     * @param cache for files that cannot be stored yet
     * @param folder for temporary files
     * @param limit the maximum file size in bytes
     */
    public StorageService(
            HttpClients http,
            OutboundPolicy outbound,
            SupabaseStorage storage,
            StorageRepository repository,
            ResultFileCache cache,
            Path folder,
            long limit) {
        this.repository = repository;
        this.parts = new Parts(
                storage,
                new StorageAccessCheck(storage),
                new ResultDownload(http, outbound, folder, limit),
                cache,
                new RetryingHttpCall(3, Duration.ofMillis(500), Duration.ofSeconds(5)));
    }

    /** Checks once whether anything can be stored: at an engine's start, and when a pause of storage is due to end. */
    public StorageAccess access() {
        return parts.access().check();
    }

    /**
     * Checks now whether storage really contains the file as described by its row.
     *
     * @throws RemoteException when this cannot be determined: storage is unavailable, or a setting is wrong
     */
    public IntegrityCheck verify(StoredFile file) {
        return parts.check(file);
    }

    /** Discards the files waiting on the local disk for a generation that has ended. */
    public void discardWaiting(UUID generation) {
        parts.cache().remove(generation);
    }

    /**
     * Fetches the files of a result that cannot be stored now to the local disk, while fal.ai still has them.
     *
     * @param moved called while bytes arrive
     * @return the number of files that are safe: on the local disk or in the result itself
     * @throws RemoteException when fal.ai does not deliver one of them
     */
    public int fetchAhead(Owner owner, List<ResultFile> files, Runnable moved) {
        return (int) files.stream()
                .filter(file -> new FileUpload(parts, owner, file, moved).fetchAhead())
                .count();
    }

    /** The owner of the files, and the run that may write their rows. */
    public record Owner(UUID generation, String userId, long epoch) {}

    /**
     * The outcome of storing a result.
     *
     * @param unsaved the stored file without a row, if any; the caller writes it together with its next write, which saves a
     *     transaction
     * @param fetched whether a server of the files has delivered one now
     */
    public record Batch(
            List<StoredFile> stored,
            List<Missing> missing,
            @Nullable StoredFile unsaved,
            boolean fetched) {
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

        /** Names each missing file and the reason, for the row and the log. */
        public CodedMessage missingSentence() {
            return CodedMessage.list(missing.stream()
                    .map(m ->
                            CodedMessage.of("file.missing", m.name(), m.cause().message()))
                    .toList());
        }
    }

    public record Missing(String name, RemoteException cause) {
        /**
         * Whether a fresh result may deliver the file: a file that is not there yet looks like a deleted one, an empty one or a
         * text page.
         */
        public boolean mayArriveLater() {
            return WITHOUT_FILE.contains(cause.code());
        }

        /** Whether neither fal.ai nor the bucket has it. */
        public boolean isGone() {
            return mayArriveLater() || cause.code().equals(FileUpload.OBJECT_GONE);
        }
    }

    /** Stores as {@link #store(Owner, List, Runnable)}, without progress. */
    public Batch store(Owner owner, List<ResultFile> files) {
        return store(owner, files, () -> {});
    }

    /**
     * Stores each file independently: a failing file does not prevent the others. A failure of the whole service ends the batch
     * and implies nothing about the files; those already fetched wait on the local disk. The row of the last file is left to
     * the caller when all is well and it has no row yet.
     *
     * @param moved called on this thread for each block received or sent
     * @throws RemoteException account-wide when a setting is wrong (key, bucket, address), an
     *     {@linkplain RemoteException#isOutage outage} when storage is unavailable, or when the thread is interrupted
     */
    public Batch store(Owner owner, List<ResultFile> files, Runnable moved) {
        CategoryLog.info(LogCategory.STORAGE_UPLOAD, LogMark.PACKAGE, "Starting upload of generation results");
        Map<Integer, StoredFile> before = repository.ofGeneration(owner.generation()).stream()
                .collect(Collectors.toMap(StoredFile::position, Function.identity()));
        List<StoredFile> stored = new ArrayList<>();
        List<Missing> missing = new ArrayList<>();
        StoredFile unsaved = null;
        boolean fetched = false;
        for (ResultFile file : files) {
            CategoryLog.info(
                    LogCategory.STORAGE_UPLOAD, LogMark.FILE, "Processing file {}/{}", file.position(), files.size());
            FileUpload upload = new FileUpload(parts, owner, file, moved);
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
                throwIfServiceWide(failure);
                CategoryLog.error(
                        LogCategory.STORAGE_UPLOAD,
                        LogMark.ERROR,
                        failure,
                        "File {}/{} failed: {}",
                        file.position(),
                        files.size(),
                        failure.getMessage());
                upload.missing(failure).ifPresent(row -> repository.save(row, owner.epoch()));
                missing.add(new Missing(upload.number() + "-" + file.fileName(), failure));
            }
            fetched |= upload.isFetched();
        }
        Batch batch = new Batch(List.copyOf(stored), List.copyOf(missing), unsaved, fetched);
        CategoryLog.info(
                LogCategory.STORAGE_UPLOAD,
                LogMark.DONE,
                "Upload process completed: {}/{} files",
                stored.size(),
                files.size());
        if (!missing.isEmpty() && !stored.isEmpty()) {
            CategoryLog.warning(
                    LogCategory.STORAGE_UPLOAD,
                    LogMark.WARNING,
                    "Partial upload success: {}/{} files, missing {}",
                    stored.size(),
                    files.size(),
                    batch.missingSentence());
        }
        return batch;
    }

    /**
     * Throws a failure that would also affect the next file. A storage failure may concern this file alone, so the service
     * itself is checked.
     */
    private void throwIfServiceWide(RemoteException failure) {
        if (Thread.currentThread().isInterrupted()) {
            throw failure;
        }
        if (!failure.service().equals(SupabaseStorage.SERVICE)) {
            return;
        }
        if (failure.kind() == RemoteFailureKind.ACCOUNT_WIDE) {
            throw parts.access().explain(failure).failure().orElse(failure);
        }
        if (failure.isOutage()) {
            parts.access().checkUnlessRecent().failure().ifPresent(cause -> {
                throw cause;
            });
        }
    }
}
