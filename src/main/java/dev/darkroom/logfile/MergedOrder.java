package dev.darkroom.logfile;

import java.util.Arrays;

/**
 * Which file each record of a {@link MergedLog} comes from: a byte for each, and every 4,096 records how many came from
 * each file before. Written by one thread; others may read what {@link #size} says is there.
 */
final class MergedOrder {
    /** More files are not merged. */
    static final int MOST_FILES = 250;

    private static final int BITS = 12;
    private static final int PIECE = 1 << BITS;

    private final int[] taken;
    private volatile byte[][] pieces = new byte[0][];
    private volatile int[][] before = new int[0][];
    private volatile int size;

    MergedOrder(int files) {
        taken = new int[files];
    }

    int size() {
        return size;
    }

    /** Records of this file that have a place already. */
    int taken(int file) {
        return taken[file];
    }

    void add(int file) {
        int record = size;
        int piece = record >> BITS;
        if (piece == pieces.length) {
            int room = Math.max(16, piece * 2);
            before = Arrays.copyOf(before, room);
            pieces = Arrays.copyOf(pieces, room);
        }
        if ((record & PIECE - 1) == 0) {
            before[piece] = taken.clone();
            pieces[piece] = new byte[PIECE];
        }
        pieces[piece][record & PIECE - 1] = (byte) file;
        taken[file]++;
        size = record + 1;
    }

    int file(int record) {
        return pieces[record >> BITS][record & PIECE - 1] & 0xFF;
    }

    /** The number that a record has in its own file. */
    int numberInFile(int record) {
        int piece = record >> BITS;
        byte[] order = pieces[piece];
        int at = record & PIECE - 1;
        byte file = order[at];
        int number = before[piece][file & 0xFF];
        for (int i = 0; i < at; i++) {
            number += order[i] == file ? 1 : 0;
        }
        return number;
    }
}
