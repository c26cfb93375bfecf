package dev.darkroom.logfile.facet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often each value of a facet occurs with each state (category and level) among the records of a segment, so that filtered
 * counts need not read the records.
 *
 * @param pairs value and state packed into one number
 * @param counts of each pair
 */
record FacetSums(int[] pairs, int[] counts) {
    /** With more pairs the sums are not worth their memory, and the records are read instead. */
    private static final int MAX_PAIRS = 1024;

    int value(int at) {
        return pairs[at] >>> 16;
    }

    short state(int at) {
        return (short) pairs[at];
    }

    /** Accumulates sums; reusable. Used by one thread at a time. */
    static final class Sum {
        private static final int SLOTS = 4 * MAX_PAIRS;

        /** Open-addressing hash table; a slot whose count is 0 is free. */
        private final int[] pairs = new int[SLOTS];

        private final int[] counts = new int[SLOTS];
        private int size;

        public void add(int value, short state) {
            int pair = value << 16 | state & 0xFFFF;
            int slot = (pair * 0x9E3779B1 >>> 16) & SLOTS - 1;
            while (counts[slot] != 0 && pairs[slot] != pair) {
                slot = slot + 1 & SLOTS - 1;
            }
            if (counts[slot] > 0 || size < MAX_PAIRS) {
                size += counts[slot] == 0 ? 1 : 0;
                pairs[slot] = pair;
                counts[slot]++;
            } else {
                size = MAX_PAIRS + 1;
            }
        }

        /** Returns the sums since the last call and resets them; null if there were too many pairs. */
        @Nullable
        public FacetSums take() {
            int[] found = new int[Math.min(size, MAX_PAIRS)];
            int[] often = new int[found.length];
            int at = 0;
            for (int slot = 0; slot < SLOTS; slot++) {
                if (counts[slot] > 0) {
                    found[at] = pairs[slot];
                    often[at++] = counts[slot];
                }
            }
            boolean all = size <= MAX_PAIRS;
            size = 0;
            Arrays.fill(counts, 0);
            return all ? new FacetSums(found, often) : null;
        }
    }
}
