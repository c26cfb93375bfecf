package dev.darkroom.sandbox.storage.object;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.darkroom.sandbox.journal.LineJournal;
import dev.darkroom.sandbox.storage.reply.StorageError;
import dev.darkroom.system.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rows in memory, their journal, and the bytes on disk. Bytes are in place before the row that refers to them is
 * written, and removed only after that row; leftovers of a crash are cleaned up at the next start. Readers never block; writers
 * are serialized, and a write that depends on existing rows holds the store's monitor from the first read.
 */
public final class StorageObjectStore implements AutoCloseable {
    private final Path content;
    private final Path incoming;
    private final Path resumable;
    private final FileChannel folderLock;
    private final LineJournal<RowChange> journal;
    private final Map<String, StorageBucketRow> buckets = new ConcurrentSkipListMap<>();
    private final Map<String, NavigableMap<String, StorageObjectRow>> objects = new ConcurrentHashMap<>();

    /** @throws UncheckedIOException with a sentence when the folder cannot be used */
    public StorageObjectStore(Path root) {
        try {
            content = PrivateFiles.createFolder(root.resolve("content"));
            incoming = PrivateFiles.createFolder(root.resolve("incoming"));
            resumable = PrivateFiles.createFolder(root.resolve("resumable"));
            folderLock = lock(root);
            journal = LineJournal.open(root.resolve("rows.ndjson"), RowChange.class, this::read);
            journal.rewrite(Stream.concat(buckets.values().stream().map(RowChange::of), all().map(RowChange::of)));
            clearLeftovers();
        } catch (IOException exception) {
            throw new UncheckedIOException(
                    "The storage folder " + root + " cannot be used: " + exception.getMessage(), exception);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel channel =
                PrivateFiles.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException _) {
            // reported below
        }
        channel.close();
        throw new IOException("Another sandbox already uses the folder; stop it or name another folder.");
    }

    /** A line of the journal; exactly one component is set. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record RowChange(
            @Nullable StorageBucketRow bucket,
            @Nullable String bucketDeleted,
            @Nullable StorageObjectRow object,
            @Nullable StorageObjectRow objectDeleted) {
        static RowChange of(StorageBucketRow row) {
            return new RowChange(row, null, null, null);
        }

        static RowChange of(StorageObjectRow row) {
            return new RowChange(null, null, row, null);
        }

        static RowChange without(StorageBucketRow row) {
            return new RowChange(null, row.id(), null, null);
        }

        static RowChange without(StorageObjectRow row) {
            return new RowChange(null, null, null, row);
        }
    }

    /** The number of objects in all buckets. */
    public long count() {
        return objects.values().stream().mapToLong(Map::size).sum();
    }

    public long bytes() {
        return all().mapToLong(StorageObjectRow::size).sum();
    }

    /** Returns the keys of a bucket in order; empty when there is no such bucket. */
    public List<String> keys(String bucket) {
        return List.copyOf(objects(bucket).keySet());
    }

    /** The file that holds an object's bytes. */
    public Optional<Path> file(String bucket, String key) {
        return object(bucket, key).map(this::file);
    }

    public Collection<StorageBucketRow> buckets() {
        return buckets.values();
    }

    public Optional<StorageBucketRow> bucket(String id) {
        return Optional.ofNullable(buckets.get(id));
    }

    public NavigableMap<String, StorageObjectRow> objects(String bucket) {
        return objects.getOrDefault(bucket, new ConcurrentSkipListMap<>());
    }

    public Optional<StorageObjectRow> object(String bucket, String key) {
        return Optional.ofNullable(objects(bucket).get(key));
    }

    /** Returns the row that row-level security lets the caller see; a hidden one is reported as missing. */
    public StorageObjectRow visible(StorageCaller caller, String bucket, String key) {
        return object(bucket, key).filter(_ -> caller.mayTouch(key)).orElseThrow(StorageError.NO_SUCH_KEY::refusal);
    }

    /** Performs the checks of an insert, in the database's order. */
    public void checkCreate(StorageCaller caller, String bucket, String key, boolean upsert) {
        if (!caller.mayTouch(key)) {
            throw StorageError.ROW_SECURITY.refusal();
        }
        if (!upsert && object(bucket, key).isPresent()) {
            throw StorageError.KEY_EXISTS.refusal();
        }
        checkBucketExists(bucket);
    }

    /** Checks that the bucket still exists: it may have been deleted while an object's bytes were arriving. */
    public void checkBucketExists(String bucket) {
        if (bucket(bucket).isEmpty()) {
            throw StorageError.NO_RELATED_RESOURCE.refusal();
        }
    }

    /** Only the service role sees bucket rows. */
    public StorageBucketRow bucket(StorageCaller caller, String id) {
        return bucket(id).filter(_ -> caller.isService()).orElseThrow(StorageError.NO_SUCH_BUCKET::refusal);
    }

    public Path file(StorageObjectRow row) {
        return place(row.version());
    }

    /** Creates a temporary file for bytes that are still arriving. */
    public Path newFile() throws IOException {
        return Files.createTempFile(incoming, "part", "");
    }

    public Path incoming() {
        return incoming;
    }

    /** The folder of the uploads in pieces, which survive a restart. */
    public Path resumable() {
        return resumable;
    }

    /** Moves complete bytes into place; {@link #save} then makes them visible. */
    public void moveIntoPlace(Path part, String version) throws IOException {
        Path place = place(version);
        PrivateFiles.createFolder(place.resolveSibling(""));
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
    }

    public void copyBytes(String fromVersion, String toVersion) throws IOException {
        Path part = newFile();
        PrivateFiles.copy(place(fromVersion), part);
        moveIntoPlace(part, toVersion);
    }

    public synchronized void save(StorageBucketRow row) {
        journal.append(RowChange.of(row));
        buckets.put(row.id(), row);
    }

    public synchronized void remove(StorageBucketRow row) {
        journal.append(RowChange.without(row));
        buckets.remove(row.id());
        objects.remove(row.id());
    }

    /** Inserts the row or replaces the one under its key, whose bytes are removed if they differ. */
    public synchronized void save(StorageObjectRow row) {
        journal.append(RowChange.of(row));
        StorageObjectRow before = rows(row.bucketId()).put(row.name(), row);
        if (before != null && !before.version().equals(row.version())) {
            discard(before);
        }
    }

    /** Renames a row, whose bytes have been copied to its new version. */
    public synchronized void rename(StorageObjectRow from, StorageObjectRow to) {
        journal.append(RowChange.of(to));
        journal.append(RowChange.without(from));
        rows(to.bucketId()).put(to.name(), to);
        rows(from.bucketId()).remove(from.name());
        discard(from);
    }

    /** Returns false when the row was already gone. */
    public synchronized boolean remove(StorageObjectRow row) {
        StorageObjectRow removed = rows(row.bucketId()).get(row.name());
        if (removed == null) {
            return false;
        }
        journal.append(RowChange.without(removed));
        rows(row.bucketId()).remove(row.name());
        discard(removed);
        return true;
    }

    private NavigableMap<String, StorageObjectRow> rows(String bucket) {
        return objects.computeIfAbsent(bucket, _ -> new ConcurrentSkipListMap<>());
    }

    private Stream<StorageObjectRow> all() {
        return objects.values().stream().flatMap(rows -> rows.values().stream());
    }

    private Path place(String version) {
        return content.resolve(version.substring(0, 2)).resolve(version);
    }

    private void discard(StorageObjectRow row) {
        try {
            Files.deleteIfExists(file(row));
        } catch (IOException _) {
            // A reader may still have it open; the next start removes it.
        }
    }

    private void read(RowChange past) {
        if (past.bucket() != null) {
            buckets.put(past.bucket().id(), past.bucket());
        } else if (past.bucketDeleted() != null) {
            buckets.remove(past.bucketDeleted());
            objects.remove(past.bucketDeleted());
        } else if (past.object() != null) {
            rows(past.object().bucketId()).put(past.object().name(), past.object());
        } else if (past.objectDeleted() != null) {
            rows(past.objectDeleted().bucketId()).remove(past.objectDeleted().name());
        }
    }

    private void clearLeftovers() throws IOException {
        Set<String> kept = all().map(StorageObjectRow::version).collect(Collectors.toSet());
        try (Stream<Path> files = Stream.concat(Files.walk(content), Files.walk(incoming))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                @Nullable Path name = file.getFileName();
                if (name != null && !kept.contains(name.toString())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    @Override
    public void close() {
        journal.close();
        try {
            folderLock.close();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
