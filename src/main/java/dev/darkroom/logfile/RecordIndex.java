package dev.darkroom.logfile;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where each record begins, with its time, level and category: 10 bytes a record, in pieces of 16,384. Written by one
 * thread; others may read what {@link #size} says is there.
 */
final class RecordIndex {
    private static final int BITS = 14;
    private static final int PIECE = 1 << BITS;

    /** In place of a difference of times that has no room; the line itself tells then. */
    private static final int FAR = Integer.MIN_VALUE;

    private static final int NO_TIME = Integer.MIN_VALUE + 1;

    private static final class Piece {
        private long firstOffset;
        private long firstTime;
        private final int[] offsets = new int[PIECE];
        private final int[] times = new int[PIECE];
        private final short[] states = new short[PIECE];

        /** The offsets themselves, in a piece of records so long that 32 bits do not reach. */
        private volatile long @Nullable [] wide;

        private void offset(int at, long offset) {
            long away = offset - firstOffset;
            long[] far = wide;
            if (far == null && away >>> 32 != 0) {
                far = new long[PIECE];
                for (int i = 0; i < at; i++) {
                    far[i] = offset(i);
                }
                wide = far;
            }
            if (far != null) {
                far[at] = offset;
            }
            offsets[at] = (int) away;
        }

        private long offset(int at) {
            long[] far = wide;
            return far != null ? far[at] : firstOffset + (offsets[at] & 0xFFFFFFFFL);
        }
    }

    private volatile Piece[] pieces = new Piece[0];
    private volatile int size;

    int size() {
        return size;
    }

    void add(long offset, long time, short state) {
        int record = size;
        int at = record & PIECE - 1;
        if (at == 0 && record >> BITS == pieces.length) {
            Piece[] more = Arrays.copyOf(pieces, pieces.length + 1);
            more[pieces.length] = new Piece();
            pieces = more;
        }
        Piece piece = pieces[record >> BITS];
        if (at == 0) {
            piece.firstOffset = offset;
            piece.firstTime = time == Timestamp.NONE ? 0 : time;
        }
        piece.offset(at, offset);
        piece.times[at] = time == Timestamp.NONE ? NO_TIME : difference(time - piece.firstTime);
        piece.states[at] = state;
        size = record + 1;
    }

    private static int difference(long millis) {
        return millis > Integer.MAX_VALUE || millis <= NO_TIME ? FAR : (int) millis;
    }

    long offset(int record) {
        return pieces[record >> BITS].offset(record & PIECE - 1);
    }

    /** Milliseconds of the wall clock, {@link Timestamp#NONE}, or {@link #UNKNOWN}. */
    long time(int record) {
        Piece piece = pieces[record >> BITS];
        int difference = piece.times[record & PIECE - 1];
        return switch (difference) {
            case FAR -> UNKNOWN;
            case NO_TIME -> Timestamp.NONE;
            default -> piece.firstTime + difference;
        };
    }

    /** A time that the line itself must tell. */
    static final long UNKNOWN = Timestamp.NONE + 1;

    short state(int record) {
        return pieces[record >> BITS].states[record & PIECE - 1];
    }

    /** Forgets the last record. */
    void removeLast() {
        size = size - 1;
    }

    void clear() {
        size = 0;
        pieces = new Piece[0];
    }
}
