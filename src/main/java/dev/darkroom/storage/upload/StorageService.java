package dev.darkroom.storage.upload;

import dev.darkroom.fal.result.ResultFile;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteFailureKind;
import dev.darkroom.http.RetryingHttpCall;
import dev.darkroom.http.ServiceOutage;
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
 * Brings the files of one result into storage. What is there already with the right hash is not sent again. While storage is away the
 * files wait on this disk.
 */
public final class StorageService {
    /** The code of a file that fal.ai no longer has, or does not have yet. */
    public static final String FILE_GONE = ResultDownload.FILE_GONE;

    private static final Set<String> WITHOUT_FILE = Set.of(FILE_GONE, FileUpload.EMPTY_FILE, FileUpload.NOT_MEDIA);

    private final StorageRepository repository;
    private final Parts parts;

    /** What each upload needs. */
    record Parts(
            SupabaseStorage storage,
            StorageAccessCheck access,
            ResultDownload download,
            ResultFileCache cache,
            RetryingHttpCall retry) {
        /** For questions; only uploads need time. */
        SupabaseStorage quick() {
            return storage.within(StorageAccessCheck.LONGEST);
        }

        /** Only who sees the bucket may say that a file is gone: to a wrong key each file looks missing. */
        IntegrityCheck check(StoredFile file) {
            IntegrityCheck check = retry.call(() -> IntegrityCheck.ask(quick(), file, Optional.empty()));
            if (check.result() == IntegrityCheck.Result.GONE) {
                access.checkUnlessRecent().failure().ifPresent(cause -> {
                    throw cause;
                });
            }
            return check;
        }
    }

    /**
     * @param outbound which addresses of result files may be opened
     * @param cache for files that cannot be stored yet
     * @param folder for files on their way
     * @param limit bytes of the largest file that is taken
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

    /** Asks once whether anything can be stored: at the start of an engine, and when a pause of storage is to end. */
    public StorageAccess access() {
        return parts.access().check();
    }

    /**
     * Whether storage really holds what a row says, asked now.
     *
     * @throws RemoteException when that cannot be told: storage is away, or a setting is wrong
     */
    public IntegrityCheck verify(StoredFile file) {
        return parts.check(file);
    }

    /** Lets go of the files that wait on this disk for a generation that has ended. */
    public void discardWaiting(UUID generation) {
        parts.cache().remove(generation);
    }

    /**
     * Brings the files of a result that cannot be stored now to this disk, while fal.ai still has them.
     *
     * @param moved called while bytes arrive
     * @return how many of the files are safe: waiting on this disk, or in the result itself
     * @throws RemoteException when fal.ai does not give one of them
     */
    public int fetchAhead(Owner owner, List<ResultFile> files, Runnable moved) {
        return (int) files.stream()
                .filter(file -> new FileUpload(parts, owner, file, moved).fetchAhead())
                .count();
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
        public CodedMessage missingSentence() {
            return CodedMessage.list(missing.stream()
                    .map(m ->
                            CodedMessage.of("file.missing", m.name(), m.cause().message()))
                    .toList());
        }
    }

    public record Missing(String name, RemoteException cause) {
        /** With a fresh result: a file that is not there yet looks like one that is gone, and so does a page or nothing in its place. */
        public boolean mayComeYet() {
            return WITHOUT_FILE.contains(cause.code());
        }
    }

    /** As {@link #store(Owner, List, Runnable)}, for who does not watch it. */
    public Batch store(Owner owner, List<ResultFile> files) {
        return store(owner, files, () -> {});
    }

    /**
     * Stores each file on its own: one that fails does not keep the others. What concerns the service as a whole ends the batch and
     * says nothing about a file; those that were fetched wait on this disk. The row of the last file is left to the caller when all
     * is well and nothing is known of it yet.
     *
     * @param moved called on this thread for each block that arrives or leaves
     * @throws RemoteException account-wide when a setting is wrong (key, bucket, address), an
     *     {@linkplain ServiceOutage#isOutage outage} when storage is away, or when the thread is interrupted
     */
    public Batch store(Owner owner, List<ResultFile> files, Runnable moved) {
        CategoryLog.info(LogCategory.STORAGE_UPLOAD, LogMark.PACKAGE, "Starting upload of generation results");
        Map<Integer, StoredFile> before = repository.ofGeneration(owner.generation()).stream()
                .collect(Collectors.toMap(StoredFile::position, Function.identity()));
        List<StoredFile> stored = new ArrayList<>();
        List<Missing> missing = new ArrayList<>();
        StoredFile unsaved = null;
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
                throwIfOfAll(failure);
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
        }
        Batch batch = new Batch(List.copyOf(stored), List.copyOf(missing), unsaved);
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

    /** A failure that the next file would meet as well. One of storage may be of this file alone: the service itself is asked. */
    private void throwIfOfAll(RemoteException failure) {
        if (Thread.currentThread().isInterrupted()) {
            throw failure;
        }
        if (!failure.service().equals(SupabaseStorage.SERVICE)) {
            return;
        }
        if (failure.kind() == RemoteFailureKind.ACCOUNT_WIDE) {
            throw parts.access().explain(failure).failure().orElse(failure);
        }
        if (ServiceOutage.isOutage(failure)) {
            parts.access().checkUnlessRecent().failure().ifPresent(cause -> {
                throw cause;
            });
        }
    }
}
