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
 * The index of up to 16,384 records, off the heap: where each begins, its time and its state (category and level), 10
 * bytes a record; a sum of the whole piece on the heap. Written by one thread; others may read what was published to them.
 */
public final class IndexSegment {
    public static final int BITS = 14;
    public static final int SIZE = 1 << BITS;

    static final int RECORD_BYTES = 10;

    /** Bytes of a full piece. */
    static final long BYTES = SIZE * (long) RECORD_BYTES;

    private static final int NO_TIME = Integer.MIN_VALUE;

    private final Arena arena;
    private final MemorySegment memory;
    private final MemorySegment offsets;
    private final MemorySegment times;
    private final MemorySegment states;

    /** Offsets and times themselves, 16 bytes a record, in a piece that spans more than 32 bits of either. */
    private volatile @Nullable MemorySegment wide;

    private long firstOffset;
    private long firstTime;

    /** Bounds of the times; without any time the first is above the last. */
    private long earliest = Long.MAX_VALUE;

    private long latest = Long.MIN_VALUE;
    private boolean timed = true;
    private boolean ordered = true;
    private volatile @Nullable StateCounts counts;

    IndexSegment(Arena arena) {
        this.arena = arena;
        memory = arena.allocate(BYTES, 8);
        offsets = memory.asSlice(0, SIZE * 4L);
        times = memory.asSlice(SIZE * 4L, SIZE * 4L);
        states = memory.asSlice(SIZE * 8L, SIZE * 2L);
    }

    /** Takes records {@code [from, to)} of a block behind the {@code at} that are here. */
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

    /** True if the time has no room beside the first one. */
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

    /** Another time and state for a record whose first line was not whole before. */
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

    /** Sums up the piece, which is full, for whoever asks later. */
    void sumUp(StateCounts.Sum sum) {
        for (int i = 0; i < SIZE; i++) {
            sum.add(state(i));
        }
        counts = sum.take();
    }

    void reopen() {
        counts = null;
    }

    /** The sum of a full piece. */
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

    /** Milliseconds of the wall clock, or {@link LogTimestampParser#NONE}. */
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

    /** The last of records {@code [from, count)} that begins before {@code offset}, which the first of them does. */
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

    /** The first record from {@code from} on that is not before {@code time}; for a full piece in order. */
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

    public long earliest() {
        return earliest;
    }

    long latest() {
        return latest;
    }

    /** Whether every record has a time. */
    boolean timed() {
        return timed;
    }

    /** Whether every record has a time and none is earlier than the one before it. */
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
