package dev.darkroom.logfile.facet;

import dev.darkroom.logfile.facet.FacetSegment.FacetSums;
import dev.darkroom.logfile.index.IndexSegment;
import dev.darkroom.logfile.index.SegmentBits;
import dev.darkroom.logfile.index.StateCounts;
import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.logfile.query.LogFacet.ValueCounts;
import dev.darkroom.logfile.search.LogQueryMatcher;
import java.io.IOException;

/** Counts the values of a facet among the matching records. Single-use; not thread-safe. */
final class FacetCount {
    private final LogFileFacets facets;
    private final LogFacet facet;
    private final LogQueryMatcher matching;
    private final long[] counts = new long[FacetNames.NUMBERS];
    private final boolean[] occur = new boolean[FacetNames.NUMBERS];

    FacetCount(LogFileFacets facets, LogFacet facet, LogQueryMatcher matching) {
        this.facets = facets;
        this.facet = facet;
        this.matching = matching;
    }

    ValueCounts counts() throws IOException {
        for (int number = 0; number < matching.segmentCount(); number++) {
            FacetSegment piece = facets.piece(number);
            if (piece == null) {
                break;
            }
            for (short value : piece.totals(facet).states()) {
                occur[value] = true;
            }
            add(number, piece);
        }
        return facets.names(facet).counts(counts, occur);
    }

    private void add(int number, FacetSegment piece) throws IOException {
        StateCounts sum = matching.segmentCounts(number);
        int records = Math.min(piece.records(), matching.records(number));
        if (sum == null) {
            matching.bits(number).forEach(at -> {
                if (at < records) {
                    counts[piece.get(facet, at)]++;
                }
            });
            return;
        }
        int accepted = matching.countAccepted(sum);
        if (accepted == records) {
            addAll(piece.totals(facet));
        } else if (accepted > 0 && !isAdded(piece, accepted == sum.total() && piece.records() == records)) {
            long[] found = matching.countedBits(number);
            FacetSums sums = found.length == 0 && piece.records() == records ? piece.sums(facet) : null;
            if (sums != null) {
                addSums(sums);
            } else {
                addSome(
                        matching.index().segment(number),
                        piece,
                        found.length == 0 ? SegmentBits.first(records) : found,
                        accepted == sum.total());
            }
        }
    }

    /**
     * Adds the counts from sums, if only the values of the other facet limit the matches; false if the records must be counted.
     */
    private boolean isAdded(FacetSegment piece, boolean all) {
        return all && matching.onlySearch() instanceof FacetHits chosen && chosen.addCounts(piece, facet, counts);
    }

    private void addAll(StateCounts totals) {
        for (int i = 0; i < totals.states().length; i++) {
            counts[totals.states()[i]] += totals.counts()[i];
        }
    }

    private void addSums(FacetSums sums) {
        for (int i = 0; i < sums.pairs().length; i++) {
            counts[sums.value(i)] += matching.accepts(sums.state(i)) ? sums.counts()[i] : 0;
        }
    }

    private void addSome(IndexSegment states, FacetSegment piece, long[] found, boolean all) {
        byte[] values = piece.values(facet);
        SegmentBits.forEach(found, at -> {
            if (all || matching.accepts(states.state(at))) {
                counts[values[at] & 0xFF]++;
            }
        });
    }
}
