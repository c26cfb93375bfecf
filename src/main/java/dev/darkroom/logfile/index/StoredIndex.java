package dev.darkroom.logfile.index;

import dev.darkroom.logfile.parse.CategoryDictionary;
import dev.darkroom.logfile.parse.RecordBoundaryRule;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The index of one log as a file: the identity of the log (size, modification time, a checksum of both ends), how far it was
 * read, its categories and segments, and a checksum over everything. If a log has only grown since, reading resumes from there.
 */
final class StoredIndex {
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
        try (OutputStream bytes = Files.newOutputStream(target);
                DataOutputStream out =
                        new DataOutputStream(new CheckedOutputStream(new BufferedOutputStream(bytes, BUFFER), sum))) {
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
