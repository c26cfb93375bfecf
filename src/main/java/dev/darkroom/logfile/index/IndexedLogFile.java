package dev.darkroom.logfile.index;

import dev.darkroom.logfile.parse.CategoryDictionary;
import dev.darkroom.logfile.parse.RecordBoundaryRule;
import dev.darkroom.logfile.query.LogRecord;
import dev.darkroom.logfile.query.LogRecords.ContentCheck;
import dev.darkroom.logfile.source.ByteSource;
import dev.darkroom.logfile.source.ContentFingerprint;
import dev.darkroom.logfile.source.TailedFile;
import dev.darkroom.message.CodedIoException;
import dev.darkroom.message.CodedMessage;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The content of a log file with the index of its records; grows with the file, by one thread at a time. */
public class IndexedLogFile implements AutoCloseable {
    private static final int COPY = 1 << 16;

    private volatile CategoryDictionary categories = new CategoryDictionary();
    private volatile RecordIndex index;
    private ScanBuffer block = new ScanBuffer(categories, null);
    private volatile TailedFile file;
    private @Nullable TailedFile former;
    private boolean handedOver;
    private volatile long indexed;
    private long lastLine;
    private boolean recordBeginsThere;
    private RecordBoundaryRule grouping = new RecordBoundaryRule();

    public IndexedLogFile(TailedFile file) {
        this(file, RecordIndex.MAX_RECORDS);
    }

    /** @param maxRecords the most records; a log with more is rejected */
    public IndexedLogFile(TailedFile file, int maxRecords) {
        this.file = file;
        this.index = new RecordIndex(maxRecords);
    }

    public TailedFile file() {
        return file;
    }

    public ByteSource source() {
        return file.source();
    }

    public CategoryDictionary categories() {
        return categories;
    }

    public RecordIndex index() {
        return index;
    }

    public long indexed() {
        return indexed;
    }

    public boolean isOutdated() throws IOException {
        return file.isTruncated() || file.isReplaced();
    }

    /** Reads everything new; true if there was anything. */
    public boolean grow(LongConsumer progress) throws IOException {
        long before = indexed;
        boolean whole;
        do {
            whole = source().isCaughtUp();
            readSome(Long.MAX_VALUE, progress);
        } while (!whole);
        return indexed > before;
    }

    /**
     * Reads about {@code maxBytes} bytes of what is new, fewer while decompression is still running; true if there is more. Bytes
     * appended to the file after the call has begun are left to the next call.
     */
    public boolean readSome(long maxBytes, LongConsumer progress) throws IOException {
        TailedFile more = file.reopenIfGrown();
        if (more != null) {
            keepFormer(switchTo(more));
        }
        // An incomplete line is read again: the longer it is, the more new bytes are required.
        long atLeast = Math.max(ScanBuffer.SIZE, indexed - lastLine);
        boolean whole = source().isCaughtUp();
        long size = source().size(indexed, indexed + atLeast, () -> progress.accept(indexed));
        long to = Math.max(maxBytes, atLeast) < size - indexed ? indexed + Math.max(maxBytes, atLeast) : size;
        return (to <= indexed || read(to, progress)) && (to < size || !whole);
    }

    /**
     * Reads up to a position, starting with the last line, which may have been incomplete. If the file is truncated during the
     * read, the bytes may come from either content, so they are dropped and false is returned; a partial result is also dropped
     * on an error.
     */
    private boolean read(long to, LongConsumer progress) throws IOException {
        ContentFingerprint beginning = file.beginning();
        Checkpoint before = new Checkpoint(index.size(), indexed, lastLine, recordBeginsThere, grouping.copy());
        long from = lastLine;
        boolean taken = false;
        try {
            new LogRecordScanner(source(), block, () -> new ScanBuffer(categories, null))
                    .run(from, to, grouping, found -> {
                        take(found, found.offset == from);
                        progress.accept(indexed);
                    });
            taken = file.markRead(indexed, beginning);
        } catch (IOException | RuntimeException | Error failure) {
            rollBack(before);
            // The file was not truncated: the records shown before are still there.
            indexed = before.indexed;
            throw failure;
        }
        if (!taken) {
            rollBack(before);
        }
        return taken;
    }

    /** The progress of a pass. */
    private record Checkpoint(
            int records, long indexed, long lastLine, boolean recordBeginsThere, RecordBoundaryRule grouping) {}

    private void rollBack(Checkpoint place) {
        // The last line's record may have turned out not to be one, or a different one: it is read again.
        recordBeginsThere = place.recordBeginsThere && index.size() >= place.records;
        index.keepFirst(place.records);
        indexed = place.lastLine;
        lastLine = place.lastLine;
        grouping = place.grouping;
    }

    /** Continues with another file that has the same content, but more of it or for longer; returns the previous file. */
    public TailedFile switchTo(TailedFile other) {
        TailedFile old = file;
        other.resumeFrom(old);
        file = other;
        return old;
    }

    /** Returns the file; from now on the caller continues and closes it. */
    public TailedFile handOver() {
        handedOver = true;
        return file;
    }

    /** Keeps the previous file open for readers that still use it, and closes the one before it. */
    public void keepFormer(TailedFile old) throws IOException {
        if (former != null) {
            former.close();
        }
        former = old;
    }

    /** Adds the records of a block; {@code again} if it starts with the line that was already read. */
    private void take(ScanBuffer found, boolean again) throws IOException {
        index.checkRoom(found.records);
        int first = 0;
        if (recordBeginsThere && again) {
            // The line may have been incomplete: it may even turn out to belong to the record before it.
            if (found.records > 0 && found.starts[0] == 0) {
                index.replaceLast(found.times[0], found.states[0]);
                first = 1;
            } else {
                index.removeLast();
            }
        }
        index.add(found, first);
        if (found.lastLine >= 0) {
            lastLine = found.offset + found.lastLine;
            recordBeginsThere = found.records > 0 && found.starts[found.records - 1] == found.lastLine;
            grouping = found.beforeLastLine.copy();
        }
        indexed = found.offset + found.length;
    }

    public long end(int record) {
        return record + 1 < index.size() ? index.offset(record + 1) : indexed;
    }

    public LogRecord record(int number) throws IOException {
        long from = index.offset(number);
        long end = end(number);
        long shown = source().skipHole(from, end);
        byte[] bytes = new byte[(int) Math.clamp(end - shown, 0, LogRecord.MAX_BYTES)];
        int count = source().read(shown, bytes, 0, bytes.length);
        return LogRecord.of(number, from, end - from, bytes, 0, count, shown + count < end);
    }

    public byte[] bytes(int number, int max) throws IOException {
        long from = index.offset(number);
        byte[] bytes = new byte[(int) Math.clamp(end(number) - from, 0, max)];
        int count = source().read(from, bytes, 0, bytes.length);
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }

    /** Returns a check of the bytes indexed so far. */
    public ContentCheck contentCheck() throws IOException {
        ByteSource now = source();
        if (!now.canGrow()) {
            return () -> true;
        }
        ContentFingerprint read = ContentFingerprint.of(now, indexed);
        // After a cut, a copy of the file takes its place: what was read in between came from neither.
        return () -> source() == now && read.matches(now);
    }

    /** @throws IOException when the bytes are gone because the file was cut */
    public void copy(int number, OutputStream out) throws IOException {
        byte[] buffer = new byte[COPY];
        long end = end(number);
        for (long at = index.offset(number); at < end; ) {
            int count = source().read(at, buffer, 0, (int) Math.min(buffer.length, end - at));
            if (count == 0) {
                throw new CodedIoException(
                        CodedMessage.of("log.cut", file.path().toString()));
            }
            out.write(buffer, 0, count);
            at += count;
        }
    }

    /** Writes the index so far. */
    void write(DataOutputStream out) throws IOException {
        out.writeLong(lastLine);
        out.writeBoolean(recordBeginsThere);
        grouping.write(out);
        categories.write(out);
        index.write(out);
    }

    /** Resumes from a stored index before anything is read; {@code size} is the number of bytes it covers. */
    void resume(
            long size,
            long line,
            boolean recordBegins,
            RecordBoundaryRule lines,
            CategoryDictionary names,
            RecordIndex records)
            throws IOException {
        file.markRead(size, ContentFingerprint.NOTHING);
        lastLine = line;
        recordBeginsThere = recordBegins;
        grouping = lines;
        categories = names;
        block = new ScanBuffer(names, null);
        index.close();
        index = records;
        indexed = size;
    }

    /** Closes the file; the index can still be read. */
    public void retire() throws IOException {
        if (!handedOver) {
            file.close();
        }
        if (former != null) {
            former.close();
        }
    }

    @Override
    public void close() throws IOException {
        retire();
        index.close();
    }
}
