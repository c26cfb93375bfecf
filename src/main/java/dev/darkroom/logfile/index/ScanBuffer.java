package dev.darkroom.logfile.index;

import dev.darkroom.logfile.parse.ByteScanner;
import dev.darkroom.logfile.parse.CategoryDictionary;
import dev.darkroom.logfile.parse.FastLineHead;
import dev.darkroom.logfile.parse.LogLineHead;
import dev.darkroom.logfile.parse.NameCache;
import dev.darkroom.logfile.parse.RecordBoundaryRule;
import dev.darkroom.logfile.source.ByteSource;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of a file and the records that begin in it. It owns the lines whose preceding newline it contains; a few bytes more
 * are read, so that the head of its last line is complete. Reusable; not thread-safe.
 */
public final class ScanBuffer {
    /** 512 KiB: faster than 4 MiB, because it stays in a core's cache. */
    public static final int SIZE = 512 << 10;

    public final byte[] bytes = new byte[SIZE + LogLineHead.MAX + FastLineHead.SLACK];
    public long offset;

    /** The bytes of this block, without those read ahead. */
    public int length;

    public int records;
    public int[] starts = new int[8192];
    long[] times = new long[8192];
    public short[] states = new short[8192];
    public byte[] decisions = new byte[8192];

    /** The beginning of the last line, relative to this block; -1 if no line begins in it. */
    int lastLine;

    /** The record boundary state before the last line was read. */
    RecordBoundaryRule beforeLastLine = new RecordBoundaryRule();

    private final FastLineHead quick;
    private final LogLineHead head = new LogLineHead();
    private final NameCache tags;
    private final @Nullable CompiledQuery filter;
    private long end;
    private int available;

    public ScanBuffer(CategoryDictionary tags, @Nullable CompiledQuery filter) {
        quick = new FastLineHead(tags);
        this.tags = new NameCache(tags::number);
        this.filter = filter;
    }

    /** Reads from {@code from} up to {@code to} at most, and finds the records; {@code atLine} if a line begins there. */
    void scan(ByteSource source, long from, long to, boolean atLine, RecordBoundaryRule grouping) throws IOException {
        offset = from;
        end = to;
        int wanted = (int) Math.min(SIZE + LogLineHead.MAX, end - from);
        available = source.read(from, bytes, 0, wanted);
        length = Math.min(available, SIZE);
        records = 0;
        lastLine = -1;
        int line = atLine ? 0 : ByteScanner.indexOf(bytes, 0, length, (byte) '\n') + 1;
        if (!atLine && line > length) {
            return;
        }
        lines(source, line, grouping);
        decide(available < wanted || from + available >= end);
    }

    private void lines(ByteSource source, int first, RecordBoundaryRule grouping) throws IOException {
        int line = first;
        while (line < available) {
            lastLine = line;
            beforeLastLine = grouping.isTimed() ? grouping : grouping.copy();
            int end = line(source, line, grouping);
            if (end >= length) {
                return;
            }
            line = end + 1;
        }
    }

    /** Reads one line; returns the position of its newline. */
    private int line(ByteSource source, int from, RecordBoundaryRule grouping) throws IOException {
        byte b = bytes[from];
        boolean digit = b >= '0' && b <= '9';
        int state = digit ? quick.read(bytes, from, available) : FastLineHead.UNSURE;
        if (state != FastLineHead.UNSURE) {
            grouping.timed();
            add(from, quick.time, (short) state);
            return ByteScanner.indexOf(bytes, quick.seen, available, (byte) '\n');
        }
        int to = ByteScanner.indexOf(bytes, from, available, (byte) '\n');
        if (digit || b == 0x1b || b == 0 || b == (byte) 0xEF || !grouping.isTimed()) {
            unusualLine(source, from, to, grouping);
        }
        return to;
    }

    private void unusualLine(ByteSource source, int from, int to, RecordBoundaryRule grouping) throws IOException {
        boolean timed =
                to == available && bytes[from] == 0 ? parseAfterHole(source, from) : head.parse(bytes, from, to);
        if (timed) {
            grouping.timed();
            add(from, head.time, state());
        } else if (!grouping.isTimed() && grouping.begins(bytes, from, to)) {
            add(from, head.time, state());
        }
    }

    /** Parses a line after a hole of NUL bytes, which may be longer than the bytes read ahead. */
    private boolean parseAfterHole(ByteSource source, int from) throws IOException {
        byte[] line = new byte[LogLineHead.MAX];
        int count = source.read(source.skipHole(offset + from, end), line, 0, line.length);
        return head.parse(line, 0, ByteScanner.indexOf(line, 0, count, (byte) '\n'));
    }

    private short state() {
        int tag = head.categoryFrom < 0
                ? CategoryDictionary.NONE
                : tags.number(head.bytes, head.categoryFrom, head.categoryTo);
        return (short) (tag << 3 | head.level.ordinal());
    }

    private void add(int start, long time, short state) {
        if (records == starts.length) {
            grow();
        }
        starts[records] = start;
        times[records] = time;
        states[records++] = state;
    }

    private void grow() {
        int size = records * 2;
        starts = Arrays.copyOf(starts, size);
        times = Arrays.copyOf(times, size);
        states = Arrays.copyOf(states, size);
        decisions = Arrays.copyOf(decisions, size);
    }

    private void decide(boolean atEnd) {
        if (filter == null) {
            return;
        }
        for (int i = 0; i < records; i++) {
            byte decision = filter.decide(states[i], times[i]);
            boolean whole = i + 1 < records || (atEnd && available == length);
            if (decision == CompiledQuery.MUST_READ && whole) {
                decision = filter.matches(bytes, starts[i], end(i)) ? CompiledQuery.YES : CompiledQuery.NO;
            }
            decisions[i] = decision;
        }
    }

    /** Returns the end of record {@code i} in this block; the record may continue in the next block. */
    int end(int i) {
        return i + 1 < records ? Math.min(starts[i + 1], length) : length;
    }
}
