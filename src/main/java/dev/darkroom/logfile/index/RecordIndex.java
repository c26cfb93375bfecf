package dev.darkroom.logfile.index;

import dev.darkroom.message.CodedIoException;
import dev.darkroom.message.CodedMessage;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;

/**
 * The position, time and state of each record, in {@link IndexSegment}s. Written by one thread; until it is closed, other
 * threads may read the records below {@link #size}.
 */
public final class RecordIndex implements AutoCloseable {
    /** Records are numbered by an int, and the last segment counts in full. */
    public static final int MAX_RECORDS = Integer.MAX_VALUE - IndexSegment.SIZE;

    private final int maxRecords;
    private final Arena arena = Arena.ofShared();
    private final StateCounts.Sum sum = new StateCounts.Sum();
    private volatile IndexSegment[] segments = new IndexSegment[0];
    private volatile int size;

    public RecordIndex() {
        this(MAX_RECORDS);
    }

    /** @param maxRecords the most records; a log with more is rejected */
    public RecordIndex(int maxRecords) {
        this.maxRecords = maxRecords;
    }

    public int size() {
        return size;
    }

    /** Throws with a sentence, changing nothing, if there is no room for {@code more} records. */
    void checkRoom(int more) throws IOException {
        if (more > maxRecords - size) {
            throw tooMany(maxRecords);
        }
    }

    public static IOException tooMany(int maxRecords) {
        return new CodedIoException(CodedMessage.of("log.records", maxRecords));
    }

    /** Adds the records of a block from number {@code first} on. */
    void add(ScanBuffer block, int first) {
        for (int from = first; from < block.records; ) {
            int at = size & IndexSegment.SIZE - 1;
            int to = Math.min(block.records, from + IndexSegment.SIZE - at);
            IndexSegment segment =
                    size >> IndexSegment.BITS == segments.length ? addSegment() : segments[size >> IndexSegment.BITS];
            segment.add(at, block, from, to);
            size += to - from;
            if ((size & IndexSegment.SIZE - 1) == 0) {
                segment.sumUp(sum);
            }
            from = to;
        }
    }

    private IndexSegment addSegment() {
        int number = size >> IndexSegment.BITS;
        IndexSegment segment = new IndexSegment(arena);
        IndexSegment[] more = Arrays.copyOf(segments, number + 1);
        more[number] = segment;
        segments = more;
        return segment;
    }

    /** Corrects the last record. */
    void replaceLast(long time, short state) {
        IndexSegment last = segments[size - 1 >> IndexSegment.BITS];
        last.replace(size - 1 & IndexSegment.SIZE - 1, time, state);
        if ((size & IndexSegment.SIZE - 1) == 0) {
            last.sumUp(sum);
        }
    }

    /** Removes the last record. */
    void removeLast() {
        segments[size - 1 >> IndexSegment.BITS].reopen();
        size = size - 1;
    }

    /** Removes all records after the first {@code count}, if there are more. */
    void keepFirst(int count) {
        if (size > count) {
            if (count >> IndexSegment.BITS < segments.length) {
                segments[count >> IndexSegment.BITS].reopen();
            }
            size = count;
            segments = Arrays.copyOf(segments, count + IndexSegment.SIZE - 1 >> IndexSegment.BITS);
        }
    }

    /** Returns the segment of records from {@code number << IndexSegment.BITS} on. */
    public IndexSegment segment(int number) {
        return segments[number];
    }

    public long offset(int record) {
        return segments[record >> IndexSegment.BITS].offset(record & IndexSegment.SIZE - 1);
    }

    public long time(int record) {
        return segments[record >> IndexSegment.BITS].time(record & IndexSegment.SIZE - 1);
    }

    /** Returns the earliest of all times; {@link Long#MAX_VALUE} if there is none. */
    public long earliest() {
        return Arrays.stream(segments).mapToLong(IndexSegment::earliest).min().orElse(Long.MAX_VALUE);
    }

    /** Returns the latest of all times; {@link Long#MIN_VALUE} if there is none. */
    public long latest() {
        return Arrays.stream(segments).mapToLong(IndexSegment::latest).max().orElse(Long.MIN_VALUE);
    }

    /** Returns the last of the first {@code count} records that begins before {@code offset}, or -1. */
    int before(long offset, int count) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (offset(middle) < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(size);
        for (int number = 0; number << IndexSegment.BITS < size; number++) {
            segments[number].write(out);
        }
    }

    /**
     * Reads the records written by {@link #write}, before any other is added.
     *
     * @param possible the most records there can be, so that a corrupt count does not allocate memory
     */
    public void read(DataInputStream in, long possible) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > Math.min(possible, maxRecords)) {
            throw new CodedIoException(CodedMessage.of("log.index", count));
        }
        IndexSegment[] read = new IndexSegment[count + IndexSegment.SIZE - 1 >> IndexSegment.BITS];
        for (int number = 0; number < read.length; number++) {
            read[number] = new IndexSegment(arena);
            read[number].read(in);
            if (number + 1 << IndexSegment.BITS <= count) {
                read[number].sumUp(sum);
            }
        }
        segments = read;
        size = count;
    }

    @Override
    public void close() {
        arena.close();
    }
}
