package dev.darkroom.logfile.index;

import dev.darkroom.logfile.parse.CategoryDictionary;
import dev.darkroom.logfile.parse.RecordBoundaryRule;
import dev.darkroom.system.FolderEntry;
import dev.darkroom.system.PartFiles;
import dev.darkroom.system.PrivateFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Keeps the indexes of large logs in a folder, so that they open instantly the next time. Everything here can be rebuilt: if
 * anything fails or does not fit it is skipped, and the log is read instead.
 */
public final class IndexStore {
    /** Reading a smaller file is as quick as reading its index. */
    public static final long MIN_FILE_BYTES = 64L << 20;

    private static final String SUFFIX = ".index";

    private final Path folder;
    private final long maxBytes;

    /**
     * @param folder created when needed; must not hold anything else
     * @param maxBytes bytes to keep; the least recently used indexes are removed first
     */
    public IndexStore(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /** Loads the stored index of a file; false if there is none or the file has changed since. */
    public boolean load(Path log, IndexedLogFile file) {
        Path kept = place(log);
        try {
            if (!Files.exists(kept) || !new StoredIndex(log, file).read(kept)) {
                return false;
            }
            Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    public void save(Path log, IndexedLogFile file) {
        try {
            PrivateFiles.createFolder(folder);
            PartFiles.removeLeftovers(folder);
            PartFiles.replace(place(log), part -> {
                new StoredIndex(log, file).write(part);
                return part;
            });
            FolderEntry.evict(
                    FolderEntry.oldestFirst(folder).stream()
                            .filter(entry -> entry.name().endsWith(SUFFIX))
                            .toList(),
                    maxBytes,
                    FolderEntry::delete);
        } catch (IOException | UncheckedIOException _) {
            // a full disk or a read-only folder: the log is simply read without an index
        }
    }

    private Path place(Path log) {
        byte[] name = log.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
        return folder.resolve(UUID.nameUUIDFromBytes(name) + SUFFIX);
    }

    /**
     * The index of one log as a file: the identity of the log (size, modification time, a checksum of both ends), how far it
     * was read, its categories and segments, and a checksum over everything. If a log has only grown since, reading resumes
     * from there.
     */
    private static final class StoredIndex {
        /** To be incremented with each change of the format, and of what is read as a record, its time, level or category. */
        private static final long MAGIC = 0x4461726b4c6f6703L;

        private static final int ENDS = 64 << 10;
        private static final int BUFFER = 1 << 18;

        private final Path log;
        private final IndexedLogFile file;

        StoredIndex(Path log, IndexedLogFile file) {
            this.log = log;
            this.file = file;
        }

        void write(Path target) throws IOException {
            CRC32C sum = new CRC32C();
            try (OutputStream bytes = PrivateFiles.newOutputStream(target);
                    DataOutputStream out = new DataOutputStream(
                            new CheckedOutputStream(new BufferedOutputStream(bytes, BUFFER), sum))) {
                out.writeLong(MAGIC);
                out.writeLong(file.indexed());
                out.writeLong(changed());
                out.writeLong(ends(file.indexed()));
                file.write(out);
                out.writeLong(sum.getValue());
            }
        }

        boolean read(Path source) throws IOException {
            CRC32C sum = new CRC32C();
            try (InputStream bytes = Files.newInputStream(source);
                    DataInputStream in =
                            new DataInputStream(new CheckedInputStream(new BufferedInputStream(bytes, BUFFER), sum))) {
                if (in.readLong() != MAGIC) {
                    return false;
                }
                long size = in.readLong();
                long changed = in.readLong();
                long now = file.source().size();
                if (size < 0 || now < size || (now == size && changed != changed()) || in.readLong() != ends(size)) {
                    return false;
                }
                return resume(in, sum, size, Math.min(size, Files.size(source) / IndexSegment.RECORD_BYTES));
            } catch (IOException | RuntimeException _) {
                // cut off or damaged
                return false;
            }
        }

        private boolean resume(DataInputStream in, CRC32C sum, long size, long possible) throws IOException {
            long lastLine = in.readLong();
            boolean recordBegins = in.readBoolean();
            RecordBoundaryRule grouping = RecordBoundaryRule.read(in);
            CategoryDictionary tags = new CategoryDictionary();
            tags.read(in);
            RecordIndex index = new RecordIndex();
            boolean taken = false;
            try {
                index.read(in, possible);
                long expected = sum.getValue();
                if (in.readLong() == expected) {
                    file.resume(size, lastLine, recordBegins, grouping, tags, index);
                    taken = true;
                }
                return taken;
            } finally {
                if (!taken) {
                    index.close();
                }
            }
        }

        private long changed() throws IOException {
            return Files.getLastModifiedTime(log).toMillis();
        }

        private long ends(long size) throws IOException {
            CRC32C sum = new CRC32C();
            byte[] end = new byte[ENDS];
            sum.update(end, 0, file.source().read(0, end, 0, (int) Math.min(ENDS, size)));
            long from = Math.max(0, size - ENDS);
            sum.update(end, 0, file.source().read(from, end, 0, (int) (size - from)));
            return sum.getValue();
        }
    }
}
