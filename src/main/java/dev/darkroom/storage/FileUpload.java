package dev.darkroom.storage;

import dev.darkroom.fal.ResultFile;
import dev.darkroom.http.Redact;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.Retry;
import dev.darkroom.logging.Category;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.Mark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One file of a result on its way into the bucket: download, validate, hash, path, upload. Its row is the caller's to save. */
final class FileUpload {
    private final SupabaseStorage storage;
    private final ResultDownload download;
    private final Retry retry;
    private final StorageService.Owner owner;
    private final ResultFile file;
    /** Stored by an earlier attempt, and the storage has not said otherwise. */
    private boolean recorded;

    FileUpload(
            SupabaseStorage storage,
            ResultDownload download,
            Retry retry,
            StorageService.Owner owner,
            ResultFile file) {
        this.storage = storage;
        this.download = download;
        this.retry = retry;
        this.owner = owner;
        this.file = file;
    }

    /** Counts from 0, as the path does; the result counts from 1. */
    int number() {
        return file.position() - 1;
    }

    /**
     * Gives the row as it should be.
     *
     * @param before what is known of this position from an earlier attempt; given back when it is all true
     */
    StoredFile store(@Nullable StoredFile before) {
        recorded = before != null && before.state() == StoredFile.State.STORED;
        if (before != null && isThere(before)) {
            CategoryLog.info(
                    Category.STORAGE_FILE, Mark.SUCCESS, "Already stored with the same hash: {}", before.path());
            return before;
        }
        recorded = false;
        CategoryLog.info(
                Category.STORAGE_UPLOAD,
                Mark.DOWNLOAD,
                "Downloading file from external URL: {}",
                Redact.url(file.url()));
        ResultDownload.Downloaded downloaded;
        try {
            downloaded = retry.call(() -> download.download(file));
        } catch (RemoteException unreachable) {
            return takenUp(unreachable);
        }
        try {
            return upload(downloaded);
        } finally {
            delete(downloaded);
        }
    }

    /** What an earlier attempt sent without getting the answer: the object itself says with which hash. */
    private StoredFile takenUp(RemoteException unreachable) {
        StorageKey key = key(file.contentType().orElse(""));
        StoredObject object;
        try {
            object = storage.find(key.text()).orElseThrow(() -> unreachable);
        } catch (RemoteException failed) {
            throw unreachable;
        }
        String hash = object.userMetadata().path("sha256").asText();
        if (hash.isEmpty()) {
            throw unreachable;
        }
        CategoryLog.info(Category.STORAGE_FILE, Mark.SUCCESS, "Already stored by an earlier attempt: {}", key);
        return row(StoredFile.State.STORED, key, object.contentType(), object.size(), hash, null);
    }

    private StoredFile upload(ResultDownload.Downloaded downloaded) {
        CategoryLog.info(Category.STORAGE_FILE, Mark.UPLOAD, "Starting file upload for user {}", owner.userId());
        String type = validatedType(downloaded);
        CategoryLog.info(
                Category.STORAGE_FILE,
                Mark.INSPECT,
                "Upload details: filename={}, size={}, type={}, bucket={}",
                file.fileName(),
                downloaded.bytes(),
                type,
                storage.bucket());
        CategoryLog.info(
                Category.STORAGE_FILE, Mark.SUCCESS, "File validation passed: {}, {} bytes", type, downloaded.bytes());
        CategoryLog.info(Category.STORAGE_FILE, Mark.INSPECT, "Calculated file hash: {}", downloaded.sha256());
        StorageKey key = key(type);
        CategoryLog.info(Category.STORAGE_FILE, Mark.PATH, "Generated secure file path: {}", key);
        CategoryLog.info(Category.STORAGE_FILE, Mark.CLOUD, "Uploading to Supabase Storage repository");
        retry.call(() -> send(key, downloaded, type));
        CategoryLog.info(Category.STORAGE_FILE, Mark.SUCCESS, "File uploaded to Supabase Storage: {}", key);
        return row(StoredFile.State.STORED, key, type, downloaded.bytes(), downloaded.sha256(), null);
    }

    /** A taken key is ours from an earlier try whose answer was lost, unless the size says otherwise. */
    private String send(StorageKey key, ResultDownload.Downloaded downloaded, String type) {
        Upload upload = Upload.of(key, downloaded.file(), type)
                .withMetadata(Map.of("sha256", downloaded.sha256(), "name", file.fileName()));
        try {
            return storage.upload(upload).id();
        } catch (RemoteException refused) {
            if (!SupabaseStorage.isKeyTaken(refused)) {
                throw refused;
            }
            boolean same = storage.find(key.text())
                    .filter(object -> object.size() == downloaded.bytes())
                    .filter(object -> object.userMetadata()
                            .path("sha256")
                            .asText(downloaded.sha256())
                            .equals(downloaded.sha256()))
                    .isPresent();
            return same ? "" : storage.upload(upload.withUpsert()).id();
        }
    }

    /** That the file belongs to the result but is not there; empty when it was stored before and may be there still. */
    Optional<StoredFile> missing(RemoteException cause) {
        return recorded
                ? Optional.empty()
                : Optional.of(row(
                        StoredFile.State.MISSING,
                        key(file.contentType().orElse("")),
                        null,
                        null,
                        null,
                        cause.getMessage()));
    }

    private boolean isThere(StoredFile before) {
        return before.state() == StoredFile.State.STORED
                && retry.call(() -> storage.find(before.path()))
                        .filter(object -> Long.valueOf(object.size()).equals(before.bytes()))
                        .isPresent();
    }

    /** By content before any word; an empty file or a page of text in place of media is refused. */
    private String validatedType(ResultDownload.Downloaded downloaded) {
        if (downloaded.bytes() == 0) {
            throw invalid("empty_file", file.fileName() + " is empty.");
        }
        try {
            String type =
                    MediaType.of(downloaded.file(), file.contentType(), downloaded.contentType(), file.fileName());
            if (MediaType.isPageInsteadOfMedia(type, file.contentType(), file.fileName())) {
                throw invalid(
                        "not_media",
                        file.fileName() + " is a page of text (" + type + "), not the media it should be.");
            }
            return type;
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private StorageKey key(String type) {
        String name = file.fileName();
        String ending = MediaType.ending(type);
        if (!ending.isEmpty() && name.indexOf('.') < 0) {
            name += ending;
        }
        return StorageKey.of(owner.userId(), owner.generation().toString(), number(), name);
    }

    private StoredFile row(
            StoredFile.State state,
            StorageKey key,
            @Nullable String type,
            @Nullable Long bytes,
            @Nullable String sha256,
            @Nullable String error) {
        return new StoredFile(
                UUID.randomUUID(),
                owner.generation(),
                owner.userId(),
                number(),
                state,
                file.fileName(),
                Redact.text(file.inline() ? "data:" : file.url()),
                storage.bucket(),
                key.text(),
                type,
                bytes,
                sha256,
                file.width().isPresent() ? file.width().getAsInt() : null,
                file.height().isPresent() ? file.height().getAsInt() : null,
                file.duration().isPresent() ? file.duration().getAsDouble() : null,
                error,
                Instant.now(),
                Instant.now());
    }

    private static void delete(ResultDownload.Downloaded downloaded) {
        try {
            Files.deleteIfExists(downloaded.file());
        } catch (IOException exception) {
            CategoryLog.warning(
                    Category.STORAGE_FILE,
                    Mark.WARNING,
                    "A temporary file could not be deleted: {}",
                    exception.getMessage());
        }
    }

    private static RemoteException invalid(String code, String message) {
        return new RemoteException(ResultDownload.SERVICE, 0, code, message, false, null, null);
    }
}
