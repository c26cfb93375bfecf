package dev.darkroom.logfile.search;

import dev.darkroom.logfile.index.StateCounts;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a search found in a piece. Usable by several threads. */
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
     * @param records searched in the piece
     * @param end the place in the file where the last of them ended
     * @param bits one for each record, null if there is none
     * @param counts of the records found
     */
    public static SegmentMatches of(int records, long end, long @Nullable [] bits, StateCounts counts) {
        return new SegmentMatches(records, end, counts, null, bits);
    }

    /** The same, where it is known how many there are and not yet which: {@code finding} is asked when somebody wants that. */
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

    /** Something that finds records of a file, piece by piece. */
    public interface Finder {
        /** What was found in a piece; null if nothing is known of it yet. */
        @Nullable
        SegmentMatches hits(int piece);
    }
}
