package dev.darkroom.logfile.index;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.darkroom.logfile.parse.LogTimestampParser;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The index of up to 16,384 records, off the heap: position, time and state (category and level) of each, 10 bytes per record;
 * the totals of the segment are on the heap. Written by one thread; other threads may read the records published to them.
 */
public final class IndexSegment {
    public static final int BITS = 14;
    public static final int SIZE = 1 << BITS;

    static final int RECORD_BYTES = 10;

    /** The bytes of a full segment. */
    static final long BYTES = SIZE * (long) RECORD_BYTES;

    private static final int NO_TIME = Integer.MIN_VALUE;

    private final Arena arena;
    private final MemorySegment memory;
    private final MemorySegment offsets;
    private final MemorySegment times;
    private final MemorySegment states;

    /** Absolute offsets and times, 16 bytes per record, for a segment that spans more than 32 bits of either. */
    private volatile @Nullable MemorySegment wide;

    private long firstOffset;
    private long firstTime;

    /** The range of the times; while there is none, the earliest is above the latest. */
    private long earliest = Long.MAX_VALUE;

    private long latest = Long.MIN_VALUE;
    private boolean timed = true;
    private boolean ordered = true;
    private volatile @Nullable StateCounts counts;
    private volatile long uncoloredEnd;

    IndexSegment(Arena arena) {
        this.arena = arena;
        memory = arena.allocate(BYTES, 8);
        offsets = memory.asSlice(0, SIZE * 4L);
        times = memory.asSlice(SIZE * 4L, SIZE * 4L);
        states = memory.asSlice(SIZE * 8L, SIZE * 2L);
    }

    /** Adds records {@code [from, to)} of a block after the {@code at} records already here. */
    void add(int at, ScanBuffer block, int from, int to) {
        if (at == 0) {
            firstOffset = block.offset + block.starts[from];
            firstTime = block.times[from] == LogTimestampParser.NONE ? 0 : block.times[from];
        }
        boolean far = wide != null || (block.offset + block.starts[to - 1] - firstOffset) >>> 32 != 0;
        for (int i = from; i < to; i++) {
            far |= noteTime(block.times[i]);
        }
        if (far) {
            addWide(at, block, from, to);
        } else {
            int offset = (int) (block.offset - firstOffset);
            for (int i = from; i < to; i++) {
                long time = block.times[i];
                offsets.setAtIndex(JAVA_INT, at + i - from, offset + block.starts[i]);
                times.setAtIndex(
                        JAVA_INT, at + i - from, time == LogTimestampParser.NONE ? NO_TIME : (int) (time - firstTime));
            }
        }
        MemorySegment.copy(block.states, from, states, JAVA_SHORT, at * 2L, to - from);
    }

    /** Returns true if the time does not fit as an offset from the first one. */
    private boolean noteTime(long time) {
        if (time == LogTimestampParser.NONE) {
            timed = false;
            ordered = false;
            return false;
        }
        ordered &= time >= latest;
        earliest = Math.min(earliest, time);
        latest = Math.max(latest, time);
        long away = time - firstTime;
        return away > Integer.MAX_VALUE || away <= NO_TIME;
    }

    private void addWide(int at, ScanBuffer block, int from, int to) {
        MemorySegment all = wide == null ? widen(at) : wide;
        for (int i = from; i < to; i++) {
            all.setAtIndex(JAVA_LONG, at + i - from, block.offset + block.starts[i]);
            all.setAtIndex(JAVA_LONG, SIZE + at + i - from, block.times[i]);
        }
        wide = all;
    }

    private MemorySegment widen(int size) {
        MemorySegment all = arena.allocate(SIZE * 16L, 8);
        for (int i = 0; i < size; i++) {
            all.setAtIndex(JAVA_LONG, i, offset(i));
            all.setAtIndex(JAVA_LONG, SIZE + i, time(i));
        }
        return all;
    }

    /** Sets time and state of a record whose first line was incomplete before. */
    void replace(int at, long time, short state) {
        boolean far = noteTime(time);
        ordered &= at == 0 || time(at - 1) <= time;
        if (far && wide == null) {
            wide = widen(SIZE);
        }
        if (wide != null) {
            wide.setAtIndex(JAVA_LONG, SIZE + at, time);
        } else {
            times.setAtIndex(JAVA_INT, at, time == LogTimestampParser.NONE ? NO_TIME : (int) (time - firstTime));
        }
        states.setAtIndex(JAVA_SHORT, at, state);
        counts = null;
    }

    /** Computes the state counts of the segment, which must be full. */
    void sumUp(StateCounts.Sum sum) {
        for (int i = 0; i < SIZE; i++) {
            sum.add(state(i));
        }
        counts = sum.take();
    }

    void reopen() {
        counts = null;
    }

    /** Returns the state counts of a full segment. */
    @Nullable
    public StateCounts counts() {
        return counts;
    }

    public long offset(int at) {
        MemorySegment far = wide;
        return far != null
                ? far.getAtIndex(JAVA_LONG, at)
                : firstOffset + (offsets.getAtIndex(JAVA_INT, at) & 0xFFFFFFFFL);
    }

    /** Returns the time in milliseconds, as local wall-clock time, or {@link LogTimestampParser#NONE}. */
    public long time(int at) {
        MemorySegment far = wide;
        if (far != null) {
            return far.getAtIndex(JAVA_LONG, SIZE + at);
        }
        int away = times.getAtIndex(JAVA_INT, at);
        return away == NO_TIME ? LogTimestampParser.NONE : firstTime + away;
    }

    public short state(int at) {
        return states.getAtIndex(JAVA_SHORT, at);
    }

    /** Returns the last of records {@code [from, count)} that begins before {@code offset}; the first of them must. */
    public int before(long offset, int from, int count) {
        int step = 1;
        int low = from;
        while (low + step < count && offset(low + step) < offset) {
            low += step;
            step *= 2;
        }
        int high = Math.min(low + step, count);
        while (high - low > 1) {
            int middle = low + high >>> 1;
            if (offset(middle) < offset) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * Returns the first record from {@code from} on that is not earlier than {@code time}; only for a full, ordered segment.
     */
    public int firstAt(long time, int from) {
        int low = from;
        int high = SIZE;
        while (low < high) {
            int middle = low + high >>> 1;
            if (time(middle) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns the end of the bytes, from the first record on, that are known to contain no terminal color codes. */
    public long uncoloredEnd() {
        return uncoloredEnd;
    }

    /** Notes that the bytes between two positions contain no terminal color codes, so that the next search need not look. */
    public void noteUncolored(long from, long to) {
        if (from <= Math.max(uncoloredEnd, firstOffset)) {
            uncoloredEnd = Math.max(uncoloredEnd, to);
        }
    }

    public long earliest() {
        return earliest;
    }

    long latest() {
        return latest;
    }

    /** Returns whether every record has a time. */
    boolean timed() {
        return timed;
    }

    /** Returns whether every record has a time and none is earlier than the one before it. */
    public boolean ordered() {
        return ordered;
    }

    void write(DataOutputStream out) throws IOException {
        MemorySegment far = wide;
        out.writeBoolean(far != null);
        out.writeLong(firstOffset);
        out.writeLong(firstTime);
        out.writeLong(earliest);
        out.writeLong(latest);
        out.writeBoolean(timed);
        out.writeBoolean(ordered);
        out.write(memory.toArray(JAVA_BYTE));
        if (far != null) {
            out.write(far.toArray(JAVA_BYTE));
        }
    }

    void read(DataInputStream in) throws IOException {
        boolean far = in.readBoolean();
        firstOffset = in.readLong();
        firstTime = in.readLong();
        earliest = in.readLong();
        latest = in.readLong();
        timed = in.readBoolean();
        ordered = in.readBoolean();
        read(in, memory);
        if (far) {
            MemorySegment all = arena.allocate(SIZE * 16L, 8);
            read(in, all);
            wide = all;
        }
    }

    private static void read(DataInputStream in, MemorySegment into) throws IOException {
        byte[] bytes = new byte[(int) into.byteSize()];
        in.readFully(bytes);
        MemorySegment.copy(bytes, 0, into, JAVA_BYTE, 0, bytes.length);
    }
}
