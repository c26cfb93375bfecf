package dev.darkroom.logfile;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One content that a name stood for, and the index of its records; grows with the file, by one thread at a time. */
final class IndexedFile implements AutoCloseable {
    private static final int COPY = 1 << 16;

    private final Tags tags = new Tags();
    private final RecordIndex index = new RecordIndex();
    private final Block block = new Block(tags, null);
    private final FollowedFile file;
    private volatile long indexed;
    private long lastLine;
    private boolean recordBeginsThere;
    private Grouping grouping = new Grouping();

    private IndexedFile(FollowedFile file) {
        this.file = file;
    }

    static IndexedFile open(Path path) throws IOException {
        return new IndexedFile(FollowedFile.open(path));
    }

    ByteSource source() {
        return file.source();
    }

    Tags tags() {
        return tags;
    }

    RecordIndex index() {
        return index;
    }

    long indexed() {
        return indexed;
    }

    boolean outdated() throws IOException {
        return file.truncated() || file.replaced();
    }

    /** Reads what is new, beginning with the last line, which may have been half a line; true if there was anything. */
    boolean grow(LongConsumer progress) throws IOException {
        long size = source().size();
        if (size <= indexed) {
            return false;
        }
        if (recordBeginsThere) {
            index.removeLast();
        }
        new RecordScan(source(), block, () -> new Block(tags, null)).run(lastLine, size, grouping, found -> {
            take(found);
            progress.accept(indexed);
        });
        file.readTo(indexed);
        return true;
    }

    private void take(Block found) {
        for (int i = 0; i < found.records; i++) {
            index.add(found.offset + found.starts[i], found.times[i], found.states[i]);
        }
        if (found.lastLine >= 0) {
            lastLine = found.offset + found.lastLine;
            recordBeginsThere = found.records > 0 && found.starts[found.records - 1] == found.lastLine;
            grouping = found.beforeLastLine.copy();
        }
        indexed = found.offset + found.length;
    }

    void select(LogQuery query, IntConsumer matching) throws IOException {
        Filter filter = new Filter(query, tags);
        int count = index.size();
        for (int record = 0; record < count; record++) {
            byte decision = filter.decide(index.state(record), time(record));
            if (decision == Filter.YES
                    || (decision == Filter.READ && filter.matches(source(), index.offset(record), end(record)))) {
                matching.accept(record);
            }
        }
    }

    LogHistogram histogram(LogQuery query, @Nullable LogSearch among, int buckets) throws IOException {
        long[] span = span();
        long from = query.since() == null ? span[0] : Timestamp.millis(query.since());
        long to = query.until() == null ? span[1] + 1 : Timestamp.millis(query.until()) + 1;
        if (from == Timestamp.NONE || to <= from) {
            return LogHistogram.EMPTY;
        }
        long[][] counts = new long[buckets][LogLevel.values().length];
        select(query, record -> {
            long time = time(record);
            if (time >= from && time < to && (among == null || among.holds(record))) {
                counts[(int) ((time - from) * buckets / (to - from))][index.state(record) & 7]++;
            }
        });
        return new LogHistogram(Timestamp.dateTime(from), Timestamp.dateTime(to), counts);
    }

    private long[] span() throws IOException {
        long[] span = {Long.MAX_VALUE, Timestamp.NONE};
        int count = index.size();
        for (int record = 0; record < count; record++) {
            long time = time(record);
            if (time != Timestamp.NONE) {
                span[0] = Math.min(span[0], time);
                span[1] = Math.max(span[1], time);
            }
        }
        return span[1] == Timestamp.NONE ? new long[] {Timestamp.NONE, Timestamp.NONE} : span;
    }

    boolean holds(int record, TextSearch text) throws IOException {
        return text.find(source(), index.offset(record), end(record));
    }

    private long time(int record) {
        long time = index.time(record);
        try {
            return time == RecordIndex.UNKNOWN
                    ? Timestamp.millisOf(record(record).time())
                    : time;
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    private long end(int record) {
        return record + 1 < index.size() ? index.offset(record + 1) : indexed;
    }

    LogRecord record(int number) throws IOException {
        long from = index.offset(number);
        long end = end(number);
        long shown = source().skipHole(from, end);
        byte[] bytes = new byte[(int) Math.clamp(end - shown, 0, LogRecord.MAX_BYTES)];
        int count = source().read(shown, bytes, 0, bytes.length);
        return LogRecord.of(number, from, end - from, bytes, 0, count, shown + count < end);
    }

    byte[] bytes(int number, int max) throws IOException {
        long from = index.offset(number);
        byte[] bytes = new byte[(int) Math.clamp(end(number) - from, 0, max)];
        int count = source().read(from, bytes, 0, bytes.length);
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }

    void copy(int number, OutputStream out) throws IOException {
        byte[] buffer = new byte[COPY];
        long end = end(number);
        for (long at = index.offset(number); at < end; ) {
            int count = source().read(at, buffer, 0, (int) Math.min(buffer.length, end - at));
            if (count == 0) {
                return;
            }
            out.write(buffer, 0, count);
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
