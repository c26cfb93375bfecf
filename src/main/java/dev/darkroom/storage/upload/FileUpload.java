package dev.darkroom.storage.upload;

import dev.darkroom.database.TimeOrderedId;
import dev.darkroom.fal.result.ResultFile;
import dev.darkroom.http.ContentType;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;
import dev.darkroom.storage.IntegrityCheck;
import dev.darkroom.storage.MediaType;
import dev.darkroom.storage.StoredFile;
import dev.darkroom.storage.supabase.StorageKey;
import dev.darkroom.storage.supabase.StoredObject;
import dev.darkroom.storage.supabase.SupabaseErrors;
import dev.darkroom.storage.supabase.SupabaseStorage;
import dev.darkroom.storage.supabase.UploadRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The upload of one result file into the bucket: fetch, validate, hash, build the path, upload. The caller saves its row. */
final class FileUpload {
    /** The code of a file that was stored, then deleted by someone else, and is no longer at fal.ai. */
    static final String OBJECT_GONE = "object_gone";

    /** The member of an object's metadata that tells which result file it holds. */
    static final String SOURCE = "source";

    static final String EMPTY_FILE = "empty_file";
    static final String NOT_MEDIA = "not_media";

    private final StorageService.Parts parts;
    private final SupabaseStorage storage;
    private final StorageService.Owner owner;
    private final ResultFile file;
    private final Runnable moved;
    /** Stored by an earlier attempt, and not reported missing by storage. */
    private boolean recorded;
    /** Stored by an earlier attempt, but reported missing by storage. */
    private boolean lost;

    FileUpload(StorageService.Parts parts, StorageService.Owner owner, ResultFile file, Runnable moved) {
        this.parts = parts;
        this.storage = parts.storage();
        this.owner = owner;
        this.file = file;
        this.moved = moved;
    }

    /** Counts from 0 like the path; the result counts from 1. */
    int number() {
        return file.position() - 1;
    }

    /**
     * Stores the file and returns its correct row. Storage, not the row, decides whether the file exists.
     *
     * @param before the row of this position from an earlier attempt; returned if it is still correct
     */
    StoredFile store(@Nullable StoredFile before) {
        recorded = before != null && before.state() == StoredFile.State.STORED;
        if (before != null && isThere(before)) {
            CategoryLog.info(
                    LogCategory.STORAGE_FILE, LogMark.SUCCESS, "Already stored with the same hash: {}", before.path());
            return before;
        }
        lost = recorded;
        recorded = false;
        ResultDownload.Downloaded downloaded;
        try {
            downloaded = fetch();
        } catch (RemoteException unreachable) {
            return adoptStored(unreachable);
        }
        boolean keep = false;
        try {
            StoredFile row = upload(downloaded);
            parts.cache().remove(source());
            return row;
        } catch (RemoteException failure) {
            keep = failure.service().equals(SupabaseStorage.SERVICE);
            throw failure;
        } finally {
            if (!keep || !addToCache(downloaded)) {
                delete(downloaded);
            }
        }
    }

    /** Fetches the file to the local disk for later without storing it; returns false when the cache has no room. */
    boolean fetchAhead() {
        return file.isInline() || parts.cache().contains(source()) || addToCache(fetch());
    }

    private ResultDownload.Downloaded fetch() {
        Optional<ResultFileCache.CachedFile> cached =
                file.isInline() ? Optional.empty() : parts.cache().find(source());
        if (cached.isPresent()) {
            CategoryLog.info(
                    LogCategory.STORAGE_FILE,
                    LogMark.FILE,
                    "Taking the file of an earlier attempt: {}",
                    file.fileName());
            return downloaded(cached.get());
        }
        CategoryLog.info(
                LogCategory.STORAGE_UPLOAD,
                LogMark.DOWNLOAD,
                "Downloading file from external URL: {}",
                SecretRedactor.url(file.url()));
        return parts.retry()
                .call(() ->
                        TransferProgress.reporting(moved, () -> parts.download().download(file)));
    }

    private static ResultDownload.Downloaded downloaded(ResultFileCache.CachedFile cached) {
        return new ResultDownload.Downloaded(
                cached.file(), cached.bytes(), cached.sha256(), cached.contentType(), null);
    }

    private boolean addToCache(ResultDownload.Downloaded downloaded) {
        if (file.isInline()) {
            return false; // contained in the result, which is saved
        }
        try {
            return parts.cache()
                    .add(
                            source(),
                            new ResultFileCache.CachedFile(
                                    downloaded.file(),
                                    downloaded.bytes(),
                                    downloaded.sha256(),
                                    downloaded.contentType()));
        } catch (IOException exception) {
            CategoryLog.warning(
                    LogCategory.STORAGE_FILE,
                    LogMark.WARNING,
                    "The file of a result cannot be kept on this disk: {}",
                    exception.getMessage());
            return false;
        }
    }

    private ResultFileCache.Source source() {
        return new ResultFileCache.Source(owner.generation(), number(), file.url());
    }

    /** Adopts an object uploaded by an earlier attempt that got no answer: the object itself carries its hash. */
    private StoredFile adoptStored(RemoteException unreachable) {
        StorageKey key = key(file.contentType().orElse(""));
        StoredObject object;
        try {
            object = parts.forQueries().find(key.text()).orElseThrow(() -> lost ? lostFor(unreachable) : unreachable);
        } catch (RemoteException failed) {
            throw failed.code().equals(OBJECT_GONE) ? failed : unreachable;
        }
        String hash = object.userMetadata().path("sha256").asText();
        // The key names the generation: an edited retry may have another file under the same one.
        if (hash.isEmpty() || !object.userMetadata().path(SOURCE).asText().equals(sourceId())) {
            throw unreachable;
        }
        CategoryLog.info(LogCategory.STORAGE_FILE, LogMark.SUCCESS, "Already stored by an earlier attempt: {}", key);
        String type = ContentType.canonical(object.contentType()).orElse(ContentType.UNKNOWN);
        return row(StoredFile.State.STORED, key, type, object.size(), hash, null, null);
    }

    /** Distinguishes one result file from another without its address, which opens it. */
    private String sourceId() {
        return UUID.nameUUIDFromBytes(file.url().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private StoredFile upload(ResultDownload.Downloaded downloaded) {
        CategoryLog.info(LogCategory.STORAGE_FILE, LogMark.UPLOAD, "Starting file upload for user {}", owner.userId());
        String type = validatedType(downloaded);
        CategoryLog.info(
                LogCategory.STORAGE_FILE,
                LogMark.INSPECT,
                "Upload details: filename={}, size={}, type={}, bucket={}",
                file.fileName(),
                downloaded.bytes(),
                type,
                storage.bucket());
        CategoryLog.info(
                LogCategory.STORAGE_FILE,
                LogMark.SUCCESS,
                "File validation passed: {}, {} bytes",
                type,
                downloaded.bytes());
        CategoryLog.info(LogCategory.STORAGE_FILE, LogMark.INSPECT, "Calculated file hash: {}", downloaded.sha256());
        StorageKey key = key(type);
        CategoryLog.info(LogCategory.STORAGE_FILE, LogMark.PATH, "Generated secure file path: {}", key);
        CategoryLog.info(LogCategory.STORAGE_FILE, LogMark.CLOUD, "Uploading to Supabase Storage repository");
        UploadRequest upload = UploadRequest.of(key, downloaded.file(), type)
                .withUpsert()
                .withMetadata(Map.of("sha256", downloaded.sha256(), "name", file.fileName(), SOURCE, sourceId()));
        send(upload, downloaded);
        CategoryLog.info(LogCategory.STORAGE_FILE, LogMark.SUCCESS, "File uploaded to Supabase Storage: {}", key);
        return row(
                StoredFile.State.STORED, key, type, downloaded.bytes(), downloaded.sha256(), downloaded.remark(), null);
    }

    /**
     * Overwrites any existing object, because the key belongs to this position alone, and a refused upload of a large file may
     * never be answered. Every attempt except the very first checks for the object first: an earlier upload may have arrived
     * although its answer was lost.
     */
    private void send(UploadRequest upload, ResultDownload.Downloaded downloaded) {
        BucketUploadLimits limits =
                new BucketUploadLimits(parts.access(), file.fileName(), upload.contentType(), downloaded.bytes());
        limits.check();
        UploadTries tries = new UploadTries(upload, downloaded);
        try {
            parts.retry().call(tries::next).ifPresent(refused -> {
                throw refused;
            });
        } catch (RemoteException refused) {
            throw limits.explained(refused);
        }
    }

    /** The retries of an upload within one attempt. */
    private final class UploadTries {
        private final UploadRequest upload;
        private final ResultDownload.Downloaded downloaded;
        private boolean repeated = owner.epoch() > 1;

        UploadTries(UploadRequest upload, ResultDownload.Downloaded downloaded) {
            this.upload = upload;
            this.downloaded = downloaded;
        }

        /** Throws failures that may be retried; returns one that has already taken too long for that. */
        Optional<RemoteException> next() {
            try {
                if (!repeated || !isStored()) {
                    repeated = true;
                    storage.upload(upload, moved);
                }
                return Optional.empty();
            } catch (RemoteException failure) {
                if (SupabaseErrors.isTimeout(failure)) {
                    return Optional.of(failure);
                }
                throw failure;
            }
        }

        private boolean isStored() {
            return parts.forQueries()
                    .find(upload.key())
                    .filter(object -> object.size() == downloaded.bytes())
                    .filter(object ->
                            object.userMetadata().path("sha256").asText().equals(downloaded.sha256()))
                    .isPresent();
        }
    }

    /** The row was in the stored state, but storage reports the object missing, and fal.ai no longer has the file. */
    private RemoteException lostFor(RemoteException unreachable) {
        return unreachable.retryable()
                ? unreachable
                : new RemoteException(
                        SupabaseStorage.SERVICE,
                        404,
                        OBJECT_GONE,
                        CodedMessage.of("file.deleted", file.fileName(), unreachable.message()),
                        RemoteFailureKind.FINAL,
                        null,
                        unreachable);
    }

    /** Returns a row for a missing file of the result; empty when the file was stored before and may still exist. */
    Optional<StoredFile> missing(RemoteException cause) {
        return recorded
                ? Optional.empty()
                : Optional.of(row(
                        StoredFile.State.MISSING,
                        key(file.contentType().orElse("")),
                        null,
                        null,
                        null,
                        null,
                        cause.message()));
    }

    private boolean isThere(StoredFile before) {
        return before.state() == StoredFile.State.STORED
                && parts.check(before).result() == IntegrityCheck.Result.MATCHES;
    }

    /** Goes by content before any declared type; refuses empty files and text pages in place of media. */
    private String validatedType(ResultDownload.Downloaded downloaded) {
        if (downloaded.bytes() == 0) {
            throw invalid(EMPTY_FILE, CodedMessage.of("file.empty", file.fileName()));
        }
        try {
            String type =
                    MediaType.of(downloaded.file(), file.contentType(), downloaded.contentType(), file.fileName());
            if (MediaType.isPageInsteadOfMedia(type, file.contentType(), file.fileName())) {
                throw invalid(NOT_MEDIA, CodedMessage.of("file.page", file.fileName(), type));
            }
            return type;
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private StorageKey key(String type) {
        String name = file.fileName();
        String extension = MediaType.extension(type);
        if (!extension.isEmpty() && name.indexOf('.') < 0) {
            name += extension;
        }
        return StorageKey.of(owner.userId(), owner.generation().toString(), number(), name);
    }

    private StoredFile row(
            StoredFile.State state,
            StorageKey key,
            @Nullable String type,
            @Nullable Long bytes,
            @Nullable String sha256,
            @Nullable CodedMessage remark,
            @Nullable CodedMessage error) {
        return new StoredFile(
                TimeOrderedId.next(),
                owner.generation(),
                owner.userId(),
                number(),
                state,
                file.fileName(),
                SecretRedactor.text(file.isInline() ? "data:" : file.url()),
                storage.bucket(),
                key.text(),
                type,
                bytes,
                sha256,
                file.width().isPresent() ? file.width().getAsInt() : null,
                file.height().isPresent() ? file.height().getAsInt() : null,
                file.duration().isPresent() ? file.duration().getAsDouble() : null,
                switch (file.safety()) {
                    case FLAGGED -> true;
                    case CLEAR -> false;
                    case UNKNOWN -> null;
                },
                remark,
                error,
                Instant.now(),
                Instant.now(),
                null,
                null);
    }

    private static void delete(ResultDownload.Downloaded downloaded) {
        try {
            Files.deleteIfExists(downloaded.file());
        } catch (IOException exception) {
            CategoryLog.warning(
                    LogCategory.STORAGE_FILE,
                    LogMark.WARNING,
                    "A temporary file could not be deleted: {}",
                    exception.getMessage());
        }
    }

    private static RemoteException invalid(String code, CodedMessage message) {
        return new RemoteException(ResultDownload.SERVICE, 0, code, message, RemoteFailureKind.FINAL);
    }
}
