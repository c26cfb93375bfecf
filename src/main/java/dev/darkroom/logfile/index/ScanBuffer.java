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
 * A block of a file and the records that begin in it. It owns the lines whose preceding newline it contains, except the second
 * line of a head that began before it; a few bytes more are read, so that the head of its last line is complete. Reusable; not
 * thread-safe.
 */
public final class ScanBuffer {
    /** 512 KiB: faster than 4 MiB, because it stays in a core's cache. */
    public static final int SIZE = 512 << 10;

    public final byte[] bytes = new byte[SIZE + LogLineHead.MAX + FastLineHead.SLACK];
    public long offset;

    /** The bytes of this block, without those read ahead unless the file ends in a head that began in this block. */
    public int length;

    public int records;
    public int[] starts = new int[8192];
    long[] times = new long[8192];
    public short[] states = new short[8192];
    public byte[] decisions = new byte[8192];

    /** The beginning of the last line that does not continue a head, relative to this block; -1 if none begins in it. */
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
        if (!atLine && line < available && continuesHead(source, line)) {
            line = ByteScanner.indexOf(bytes, line, available, (byte) '\n') + 1;
            if (line > length) {
                return;
            }
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

    /** Returns whether the line is the second one of a head whose first line began before this block. */
    private boolean continuesHead(ByteSource source, int line) throws IOException {
        if (bytes[line] < 'A' || bytes[line] > 'Z' || line > LogLineHead.MAX_FIRST_LINE) {
            return false;
        }
        int before = (int) Math.min(offset, LogLineHead.MAX_FIRST_LINE);
        byte[] lines = new byte[before + Math.min(available, line + LogLineHead.MAX_FIRST_LINE)];
        if (source.read(offset - before, lines, 0, before) < before) {
            return false;
        }
        System.arraycopy(bytes, 0, lines, before, lines.length - before);
        int newline = before + line - 1;
        int from = newline;
        while (from > 0 && lines[from - 1] != '\n' && lines[from - 1] != 0) {
            from--;
        }
        head.parse(lines, from, newline, lines.length);
        return head.end > newline;
    }

    /** Reads one line, or two that are one head; returns the position of the last newline. */
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
        return grouping.mayBegin(bytes, from, to) ? unusualLine(source, from, to, grouping) : to;
    }

    private int unusualLine(ByteSource source, int from, int to, RecordBoundaryRule grouping) throws IOException {
        boolean timed = head.parse(bytes, from, to, available);
        if (to == available && (bytes[from] == 0 || head.undecided)) {
            timed = parseBeyond(source, from);
        } else if (head.undecided) {
            // The file ends in this head: what there is of it is one line until more is written.
            to = available;
            length = available;
        } else if (head.end > to) {
            to = ByteScanner.indexOf(bytes, head.end, available, (byte) '\n');
        }
        if (timed) {
            grouping.timed();
            add(from, head.time, state());
        } else if (grouping.begins(head, bytes, from, to)) {
            add(from, head.time, state());
        }
        return to;
    }

    /** Parses a line after a hole of NUL bytes, or a JSON object, either of which may be longer than the bytes read ahead. */
    private boolean parseBeyond(ByteSource source, int from) throws IOException {
        long begin = source.skipHole(offset + from, end);
        byte[] line = new byte[(int) Math.clamp(end - begin, 0, LogLineHead.MAX_OBJECT)];
        int count = source.read(begin, line, 0, line.length);
        return head.parse(line, 0, ByteScanner.indexOf(line, 0, count, (byte) '\n'), count);
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
