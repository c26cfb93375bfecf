package dev.darkroom.logfile;

import org.jspecify.annotations.Nullable;

/**
 * What a search found in a piece.
 *
 * @param records searched in it
 * @param end the place in the file where the last of them ended
 * @param bits one for each record, null if there is none
 * @param counts of the records found
 */
record Hits(int records, long end, long @Nullable [] bits, StateCounts counts) {
    long word(int number) {
        return bits == null ? 0 : bits[number];
    }

    int size() {
        int size = 0;
        for (int count : counts.counts()) {
            size += count;
        }
        return size;
    }
}
