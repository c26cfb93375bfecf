package dev.darkroom.logfile.search;

import dev.darkroom.logfile.index.CompiledQuery;
import dev.darkroom.logfile.index.IndexSegment;
import dev.darkroom.logfile.index.IndexedLogFile;
import dev.darkroom.logfile.index.RecordIndex;
import dev.darkroom.logfile.index.SegmentBits;
import dev.darkroom.logfile.index.StateCounts;
import dev.darkroom.logfile.query.LogCounts;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogSelection;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a file that match a query, segment by segment. Whole segments are decided by their totals; records are checked
 * one by one only where the query's time range cuts a segment, where several searches are combined, and in the last segment,
 * which is still growing.
 */
public final class LogQueryMatcher {
    private static final long[] ALL = {};

    private final IndexedLogFile file;
    private final RecordIndex index;
    private final CompiledQuery filter;
    private final List<? extends SegmentMatches.Finder> searches;
    private final int size;

    /** @param searches every one of them must have found the record */
    public LogQueryMatcher(IndexedLogFile file, LogQuery query, List<? extends SegmentMatches.Finder> searches) {
        this.file = file;
        this.searches = searches;
        index = file.index();
        size = index.size();
        filter = new CompiledQuery(query.withoutText(), file.categories());
    }

    public RecordIndex index() {
        return index;
    }

    public int segmentCount() {
        return size + IndexSegment.SIZE - 1 >> IndexSegment.BITS;
    }

    /** Returns the number of records in a segment, matching or not. */
    public int records(int segment) {
        return Math.min(IndexSegment.SIZE, size - (segment << IndexSegment.BITS));
    }

    public LogSelection selection() throws IOException {
        return new SegmentSelection(this);
    }

    public LogCounts counts() throws IOException {
        LogCounts.Sum sum = new LogCounts.Sum();
        for (int segment = 0; segment < segmentCount(); segment++) {
            StateCounts known = segmentCounts(segment);
            if (known == null) {
                IndexSegment here = index.segment(segment);
                bits(segment).forEach(at -> sum.add(here.state(at)));
            } else {
                for (int i = 0; i < known.states().length; i++) {
                    if (accepts(known.states()[i])) {
                        sum.add(known.states()[i], known.counts()[i]);
                    }
                }
            }
        }
        return sum.counts(file.categories());
    }

    /**
     * Returns the state counts of a segment, from which the matching states are to be taken; null if its records must be
     * checked one by one.
     */
    @Nullable
    public StateCounts segmentCounts(int segment) {
        IndexSegment here = index.segment(segment);
        if (filter.excludes(here)) {
            return StateCounts.NONE;
        }
        if (segment == segmentCount() - 1 || !filter.includes(here) || searches.size() > 1) {
            return null;
        }
        StateCounts sum = searches.isEmpty() ? here.counts() : hitCounts(searches.getFirst(), segment);
        return sum == null || filter.mustRead(sum) ? null : sum;
    }

    private @Nullable StateCounts hitCounts(SegmentMatches.Finder search, int segment) {
        SegmentMatches hits = search.hits(segment);
        if (hits == null) {
            return StateCounts.NONE;
        }
        return hits.end() == file.end((segment + 1 << IndexSegment.BITS) - 1) ? hits.counts() : null;
    }

    /** Returns the bits of the records counted by {@link #segmentCounts}; no bits if it counts all records. */
    public long[] countedBits(int segment) {
        SegmentMatches hits = searches.isEmpty() ? null : searches.getFirst().hits(segment);
        return hits == null || hits.bits() == null ? ALL : hits.bits();
    }

    /** Returns the only search, or null if there is none or more than one. */
    public SegmentMatches.@Nullable Finder onlySearch() {
        return searches.size() == 1 ? searches.getFirst() : null;
    }

    public boolean accepts(short state) {
        return filter.decide(state) == CompiledQuery.YES;
    }

    /** Returns how many of the records in these state counts match. */
    public int countAccepted(StateCounts sum) {
        int accepted = 0;
        for (int i = 0; i < sum.states().length; i++) {
            accepted += accepts(sum.states()[i]) ? sum.counts()[i] : 0;
        }
        return accepted;
    }

    /** Returns the matching records of a segment, each checked individually. */
    public SegmentBits bits(int segment) throws IOException {
        IndexSegment here = index.segment(segment);
        long[] words = candidates(segment);
        int count = records(segment);
        boolean timed = !filter.includes(here);
        for (int word = 0; word < words.length && word << 6 < count; word++) {
            for (long left = words[word]; left != 0; left &= left - 1) {
                int at = (word << 6) + Long.numberOfTrailingZeros(left);
                byte decision = timed ? filter.decide(here.state(at), here.time(at)) : filter.decide(here.state(at));
                if (decision == CompiledQuery.NO
                        || (decision == CompiledQuery.MUST_READ
                                && !readAndMatch((segment << IndexSegment.BITS) + at))) {
                    words[word] &= ~Long.lowestOneBit(left);
                }
            }
        }
        return new SegmentBits(words);
    }

    private long[] candidates(int segment) {
        long[] words = SegmentBits.first(records(segment));
        for (SegmentMatches.Finder search : searches) {
            SegmentMatches hits = search.hits(segment);
            for (int i = 0; i < words.length; i++) {
                words[i] &= hits == null ? 0 : hits.word(i);
            }
        }
        return words;
    }

    private boolean readAndMatch(int record) throws IOException {
        return filter.matches(file.source(), index.offset(record), file.end(record));
    }
}
