package dev.darkroom.logfile;

import dev.darkroom.logfile.index.RecordIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maps each record of a {@link MergedLog} to its file: one byte per record, plus the number of preceding records of each file
 * at every 4,096th record; a single file takes next to no memory. Written by one thread; other threads may read the records
 * below {@link #size}.
 */
public final class MergedOrder {
    /** The maximum number of files that can be merged. */
    public static final int MAX_FILES = 250;

    private static final int BITS = 12;
    private static final int PIECE = 1 << BITS;
    private static final int MAX_RUNS = 2000;

    /** Blocks for runs of one file alone: shared, never written to. */
    private final byte[][] ofOne = new byte[MAX_FILES][];

    private int[] taken = new int[0];
    private volatile byte[][] pieces = new byte[0][];
    private volatile int[][] before = new int[0][];
    private volatile int size;

    /** Records {@code [first, first + count)} are the records of one file from {@code number} on. */
    public record Run(int first, int file, int number, int count) {}

    public int size() {
        return size;
    }

    /** Returns how many records of this file have been placed. */
    public int taken(int file) {
        return file < taken.length ? taken[file] : 0;
    }

    /** Places the next {@code count} records of this file, or throws with a sentence, changing nothing, if there is no room. */
    public void add(int file, int count) throws IOException {
        if (count > RecordIndex.MAX_RECORDS - size) {
            throw RecordIndex.tooMany(RecordIndex.MAX_RECORDS);
        }
        if (file >= taken.length) {
            taken = Arrays.copyOf(taken, file + 1);
        }
        for (int left = count; left > 0; ) {
            int record = size;
            int part = Math.min(left, PIECE - (record & PIECE - 1));
            addToPiece(record, file, part);
            taken[file] += part;
            size = record + part;
            left -= part;
        }
    }

    private void addToPiece(int record, int file, int count) {
        int piece = record >> BITS;
        int at = record & PIECE - 1;
        if (piece == pieces.length) {
            int room = Math.max(16, piece * 2);
            before = Arrays.copyOf(before, room);
            pieces = Arrays.copyOf(pieces, room);
        }
        if (at == 0) {
            before[piece] = taken.clone();
            pieces[piece] = ofOne(file);
        } else if (pieces[piece] != ofOne[file]) {
            if (isOfOne(pieces[piece])) {
                pieces[piece] = pieces[piece].clone();
            }
            Arrays.fill(pieces[piece], at, at + count, (byte) file);
        }
    }

    private byte[] ofOne(int file) {
        if (ofOne[file] == null) {
            ofOne[file] = new byte[PIECE];
            Arrays.fill(ofOne[file], (byte) file);
        }
        return ofOne[file];
    }

    private boolean isOfOne(byte[] piece) {
        return piece == ofOne[piece[0] & 0xFF];
    }

    public int file(int record) {
        return pieces[record >> BITS][record & PIECE - 1] & 0xFF;
    }

    /** Returns the record's number within its own file. */
    public int numberInFile(int record) {
        int piece = record >> BITS;
        byte[] order = pieces[piece];
        int at = record & PIECE - 1;
        byte file = order[at];
        int[] counts = before[piece];
        int number = (file & 0xFF) < counts.length ? counts[file & 0xFF] : 0;
        if (isOfOne(order)) {
            return number + at;
        }
        for (int i = 0; i < at; i++) {
            number += order[i] == file ? 1 : 0;
        }
        return number;
    }

    /** Returns the first {@code count} records as runs, or null if there are too many runs to be useful. */
    @Nullable
    public List<Run> runs(int count) {
        List<Run> runs = new ArrayList<>();
        int[] numbers = new int[MAX_FILES];
        for (int first = 0; first < count; ) {
            int file = file(first);
            int end = first + 1;
            while (end < count && file(end) == file) {
                boolean whole = (end & PIECE - 1) == 0 && isOfOne(pieces[end >> BITS]);
                end = whole ? Math.min(count, end + PIECE) : end + 1;
            }
            if (runs.size() == MAX_RUNS) {
                return null;
            }
            runs.add(new Run(first, file, numbers[file], end - first));
            numbers[file] += end - first;
            first = end;
        }
        return runs;
    }
}
