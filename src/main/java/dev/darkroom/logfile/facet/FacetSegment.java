package dev.darkroom.logfile.facet;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.darkroom.logfile.index.IndexSegment;
import dev.darkroom.logfile.index.StateCounts;
import dev.darkroom.logfile.query.LogFacet;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The facets of the records of an {@link IndexSegment}: one byte per record and facet, off the heap.
 *
 * @param bytes shared with later states of the same segment
 * @param records scanned in it
 * @param end the position in the file where the last of them ended
 * @param totals for each facet how often each value occurs
 * @param sums for each facet how often each value occurs in each state; null where that is too much to keep
 * @param both how often each thread occurs with each model, stored in place of the state; null where that is too much to keep
 */
record FacetSegment(
        MemorySegment bytes,
        int records,
        long end,
        StateCounts[] totals,
        @Nullable FacetSums[] sums,
        @Nullable FacetSums both) {
    static final long BYTES = (long) IndexSegment.SIZE * LogFacet.values().length;

    static int get(MemorySegment bytes, LogFacet facet, int at) {
        return bytes.get(JAVA_BYTE, place(facet, at)) & 0xFF;
    }

    static void set(MemorySegment bytes, LogFacet facet, int at, int value) {
        bytes.set(JAVA_BYTE, place(facet, at), (byte) value);
    }

    private static long place(LogFacet facet, int at) {
        return (long) facet.ordinal() << IndexSegment.BITS | at;
    }

    static FacetSegment of(MemorySegment bytes, IndexSegment states, int records, long end, FacetSums.Sum pairs) {
        StateCounts.Sum sum = new StateCounts.Sum();
        StateCounts[] totals = new StateCounts[LogFacet.values().length];
        @Nullable FacetSums[] sums = new FacetSums[totals.length];
        for (LogFacet facet : LogFacet.values()) {
            for (int at = 0; at < records; at++) {
                int value = get(bytes, facet, at);
                sum.add((short) value);
                pairs.add(value, states.state(at));
            }
            totals[facet.ordinal()] = sum.take();
            sums[facet.ordinal()] = pairs.take();
        }
        for (int at = 0; at < records; at++) {
            pairs.add(get(bytes, LogFacet.THREAD, at), (short) get(bytes, LogFacet.MODEL, at));
        }
        return new FacetSegment(bytes, records, end, totals, sums, pairs.take());
    }

    int get(LogFacet facet, int at) {
        return get(bytes, facet, at);
    }

    /** Returns the values of all records, one byte each. */
    byte[] values(LogFacet facet) {
        byte[] values = new byte[records];
        MemorySegment.copy(bytes, JAVA_BYTE, place(facet, 0), values, 0, records);
        return values;
    }

    @Nullable
    FacetSums sums(LogFacet facet) {
        return sums[facet.ordinal()];
    }

    StateCounts totals(LogFacet facet) {
        return totals[facet.ordinal()];
    }

    /**
     * How often each value of a facet occurs with each state (category and level) among the records of a segment, so that
     * filtered counts need not read the records.
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
}
