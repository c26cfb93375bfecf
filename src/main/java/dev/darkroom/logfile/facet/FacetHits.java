package dev.darkroom.logfile.facet;

import dev.darkroom.logfile.facet.FacetSegment.FacetSums;
import dev.darkroom.logfile.index.IndexSegment;
import dev.darkroom.logfile.index.RecordIndex;
import dev.darkroom.logfile.index.SegmentBits;
import dev.darkroom.logfile.index.StateCounts;
import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.logfile.query.LogFacet.FacetChoice;
import dev.darkroom.logfile.search.SegmentMatches;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The records whose facets have the chosen values; the matches of a segment are cached until the segment grows. */
final class FacetHits implements SegmentMatches.Finder {
    private final LogFileFacets facets;
    private final RecordIndex index;
    private final Map<LogFacet, FacetChoice> choices;
    private final Map<LogFacet, FacetNames.Wanted> wanted = new ConcurrentHashMap<>();
    private final Map<Integer, SegmentMatches> known = new ConcurrentHashMap<>();

    FacetHits(LogFileFacets facets, RecordIndex index, Map<LogFacet, FacetChoice> choices) {
        this.facets = facets;
        this.index = index;
        this.choices = choices;
    }

    boolean finds(RecordIndex other) {
        return index == other;
    }

    @Override
    public @Nullable SegmentMatches hits(int number) {
        FacetSegment piece = facets.piece(number);
        if (piece == null) {
            return null;
        }
        SegmentMatches before = known.get(number);
        if (before != null && before.end() == piece.end() && before.records() == piece.records()) {
            return before;
        }
        SegmentMatches hits = find(piece, index.segment(number));
        known.put(number, hits);
        return hits;
    }

    private SegmentMatches find(FacetSegment piece, IndexSegment states) {
        StateCounts known = known(piece);
        if (known != null) {
            return SegmentMatches.counted(piece.records(), piece.end(), () -> bits(piece), known);
        }
        long[] bits = bits(piece);
        StateCounts.Sum sum = new StateCounts.Sum();
        SegmentBits.forEach(bits, at -> sum.add(states.state(at)));
        return SegmentMatches.of(piece.records(), piece.end(), bits, sum.take());
    }

    /** Returns the choice if exactly one facet has one, otherwise null. */
    private Map.@Nullable Entry<LogFacet, FacetChoice> only() {
        return choices.size() == 1 ? choices.entrySet().iterator().next() : null;
    }

    /** Returns the state counts of the matches from sums; null if the records must be checked. */
    private @Nullable StateCounts known(FacetSegment piece) {
        Map.Entry<LogFacet, FacetChoice> only = only();
        FacetSums sums = only == null ? null : piece.sums(only.getKey());
        if (only == null || sums == null) {
            return null;
        }
        long[] ones = wanted(only.getKey(), only.getValue());
        StateCounts.Sum sum = new StateCounts.Sum();
        for (int i = 0; i < sums.pairs().length; i++) {
            if (ones[sums.value(i)] != 0) {
                sum.add(sums.state(i), sums.counts()[i]);
            }
        }
        return sum.take();
    }

    /** Adds how often each value of the other facet occurs among the matches; false if the sums do not provide that. */
    boolean addCounts(FacetSegment piece, LogFacet facet, long[] counts) {
        Map.Entry<LogFacet, FacetChoice> only = only();
        FacetSums both = piece.both();
        if (only == null || only.getKey() == facet || both == null) {
            return false;
        }
        long[] ones = wanted(only.getKey(), only.getValue());
        for (int i = 0; i < both.pairs().length; i++) {
            int thread = both.value(i);
            int model = both.state(i);
            if (ones[facet == LogFacet.MODEL ? thread : model] != 0) {
                counts[facet == LogFacet.MODEL ? model : thread] += both.counts()[i];
            }
        }
        return true;
    }

    private long[] bits(FacetSegment piece) {
        long[] bits = SegmentBits.first(piece.records());
        choices.forEach((facet, choice) -> keep(piece.values(facet), wanted(facet, choice), bits));
        return bits;
    }

    private static void keep(byte[] values, long[] ones, long[] bits) {
        for (int word = 0; word << 6 < values.length; word++) {
            int from = word << 6;
            int count = Math.min(values.length - from, Long.SIZE);
            long found = 0;
            for (int i = 0; i < count; i++) {
                found |= ones[values[from + i] & 0xFF] << i;
            }
            bits[word] &= found;
        }
    }

    /** Returns the accepted numbers, recomputed when names have been added. */
    private long[] wanted(LogFacet facet, FacetChoice choice) {
        FacetNames.Wanted before = wanted.get(facet);
        if (before == null || before.names() != facets.names(facet).size()) {
            before = facets.names(facet).wanted(choice);
            wanted.put(facet, before);
        }
        return before.ones();
    }
}
