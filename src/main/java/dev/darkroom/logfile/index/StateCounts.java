package dev.darkroom.logfile.index;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How often each state (category and level) occurs among a set of records: enough to decide many queries.
 *
 * @param states those that occur
 * @param counts of each state
 */
public record StateCounts(short[] states, int[] counts) {
    public static final StateCounts NONE = new StateCounts(new short[0], new int[0]);

    /** Returns the number of records. */
    public int total() {
        return IntStream.of(counts).sum();
    }

    /** Accumulates counts; reusable. Not thread-safe. */
    public static final class Sum {
        private int[] byState = new int[256];

        public void add(short state) {
            add(state, 1);
        }

        public void add(short state, int count) {
            int at = state & 0xFFFF;
            if (at >= byState.length) {
                byState = Arrays.copyOf(byState, Integer.highestOneBit(at) * 2);
            }
            byState[at] += count;
        }

        /** Returns the counts since the last call and resets them. */
        public StateCounts take() {
            short[] states = new short[byState.length];
            int[] counts = new int[byState.length];
            int size = 0;
            for (int at = 0; at < byState.length; at++) {
                if (byState[at] > 0) {
                    states[size] = (short) at;
                    counts[size++] = byState[at];
                    byState[at] = 0;
                }
            }
            return new StateCounts(Arrays.copyOf(states, size), Arrays.copyOf(counts, size));
        }
    }
}
