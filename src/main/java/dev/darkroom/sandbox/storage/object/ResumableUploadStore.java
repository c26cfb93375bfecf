package dev.darkroom.sandbox.storage.object;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The resumable uploads of the last day: a file with the bytes so far, whose size is the offset, until they are stored, and a
 * file that describes the upload. Both survive a restart.
 */
public final class ResumableUploadStore {
    /** As on the hosted service. */
    private static final Duration LIFE = Duration.ofHours(24);

    private static final String DESCRIPTION = ".json";

    private final StorageObjectStore objects;
    private final Map<String, ResumableUpload> uploads = new ConcurrentHashMap<>();

    /**
     * @param version of the object that it will be
     * @param metadata decoded; a key without a value has an empty one
     * @param length null until the uploader knows it
     */
    public record ResumableUpload(
            String bucket,
            String key,
            String version,
            Map<String, String> metadata,
            @Nullable Long length,
            Instant createdAt) {

        public String id() {
            return bucket + "/" + key + "/" + version;
        }

        public ResumableUpload withLength(long bytes) {
            return new ResumableUpload(bucket, key, version, metadata, bytes, createdAt);
        }

        public Instant end() {
            return createdAt.plus(LIFE);
        }

        public boolean isExpired() {
            return !Instant.now().isBefore(end());
        }
    }

    public ResumableUploadStore(StorageObjectStore objects) {
        this.objects = objects;
        try (Stream<Path> files = Files.list(objects.resumable())) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(DESCRIPTION)).toList()) {
                read(file);
            }
            clearLeftovers();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private void read(Path file) throws IOException {
        try {
            ResumableUpload upload = JsonMapping.MAPPER.readValue(Files.readString(file), ResumableUpload.class);
            if (!upload.isExpired()) {
                uploads.put(upload.id(), upload);
            }
        } catch (JsonProcessingException _) {
            // written by another version: a leftover
        }
    }

    private void clearLeftovers() throws IOException {
        List<String> kept =
                uploads.values().stream().map(ResumableUpload::version).toList();
        try (Stream<Path> files = Files.list(objects.resumable())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!kept.contains(String.valueOf(file.getFileName()).replace(DESCRIPTION, ""))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    public Optional<ResumableUpload> find(String id) {
        return Optional.ofNullable(uploads.get(id));
    }

    /** Saves a new upload, or one whose length is now known. */
    public void save(ResumableUpload upload) throws IOException {
        PrivateFiles.createFile(bytes(upload));
        PrivateFiles.write(description(upload), JsonMapping.write(JsonMapping.MAPPER.valueToTree(upload)));
        uploads.put(upload.id(), upload);
    }

    /** Returns how many bytes have arrived; empty when its time is over, or the object that they became has gone. */
    public OptionalLong offset(ResumableUpload upload) throws IOException {
        if (upload.isExpired()) {
            return OptionalLong.empty();
        }
        if (!isStored(upload)) {
            return OptionalLong.of(Files.size(bytes(upload)));
        }
        return objects.object(upload.bucket(), upload.key())
                .filter(row -> row.version().equals(upload.version()))
                .map(row -> OptionalLong.of(row.size()))
                .orElse(OptionalLong.empty());
    }

    public boolean isStored(ResumableUpload upload) {
        return !Files.exists(bytes(upload));
    }

    /**
     * Appends what arrives, also when the sender leaves before the end.
     *
     * @return false when there was more than the limit allows
     * @throws IOException when the sender has left
     */
    public boolean append(ResumableUpload upload, InputStream in, long limit) throws IOException {
        try (FileChannel file = open(bytes(upload))) {
            byte[] buffer = new byte[64 * 1024];
            long left = limit;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                left -= n;
                if (left < 0) {
                    return false;
                }
                write(file, ByteBuffer.wrap(buffer, 0, n));
            }
            return true;
        }
    }

    public InputStream read(ResumableUpload upload) throws IOException {
        return Files.newInputStream(bytes(upload));
    }

    /** Drops the bytes of an upload that is an object now; its offset can still be asked for. */
    public void dropBytes(ResumableUpload upload) throws IOException {
        Files.deleteIfExists(bytes(upload));
    }

    public void remove(ResumableUpload upload) throws IOException {
        uploads.remove(upload.id());
        Files.deleteIfExists(description(upload));
        dropBytes(upload);
    }

    private Path bytes(ResumableUpload upload) {
        return objects.resumable().resolve(upload.version());
    }

    private Path description(ResumableUpload upload) {
        return objects.resumable().resolve(upload.version() + DESCRIPTION);
    }

    private static FileChannel open(Path file) {
        try {
            return PrivateFiles.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** A full disk is not the sender's error. */
    private static void write(FileChannel file, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
