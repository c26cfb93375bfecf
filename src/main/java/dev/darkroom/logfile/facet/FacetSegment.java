package dev.darkroom.logfile.facet;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.darkroom.logfile.index.IndexSegment;
import dev.darkroom.logfile.index.StateCounts;
import dev.darkroom.logfile.query.LogFacet;
import java.lang.foreign.MemorySegment;
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
}
