package dev.darkroom.logfile.search;

import dev.darkroom.logfile.index.StateCounts;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The matches of a search in a segment. Thread-safe. */
public final class SegmentMatches {
    private final int records;
    private final long end;
    private final StateCounts counts;
    private @Nullable Supplier<long[]> finding;
    private long @Nullable [] bits;

    private SegmentMatches(
            int records, long end, StateCounts counts, @Nullable Supplier<long[]> finding, long @Nullable [] bits) {
        this.records = records;
        this.end = end;
        this.counts = counts;
        this.finding = finding;
        this.bits = bits;
    }

    /**
     * @param records searched in the segment
     * @param end the position in the file where the last of them ended
     * @param bits one for each record, null if there are no matches
     * @param counts of the matching records
     */
    public static SegmentMatches of(int records, long end, long @Nullable [] bits, StateCounts counts) {
        return new SegmentMatches(records, end, counts, null, bits);
    }

    /**
     * As {@link #of}, when the counts are known but not yet the records: {@code finding} is called when these are first needed.
     */
    public static SegmentMatches counted(int records, long end, Supplier<long[]> finding, StateCounts counts) {
        return new SegmentMatches(records, end, counts, counts.total() == 0 ? null : finding, null);
    }

    public int records() {
        return records;
    }

    public long end() {
        return end;
    }

    StateCounts counts() {
        return counts;
    }

    synchronized long @Nullable [] bits() {
        if (finding != null) {
            bits = finding.get();
            finding = null;
        }
        return bits;
    }

    long word(int number) {
        long[] all = bits();
        return all == null ? 0 : all[number];
    }

    int size() {
        return counts.total();
    }

    /** Finds records of a file, segment by segment. */
    public interface Finder {
        /** Returns the matches in a segment; null if it has not been searched yet. */
        @Nullable
        SegmentMatches hits(int segment);
    }
}
