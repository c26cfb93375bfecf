package dev.darkroom.logfile;

import java.io.IOException;

/** Counts the values of a facet among the records that match. Used by one thread, once. */
final class FacetCount {
    private final FileFacets facets;
    private final LogFacet facet;
    private final Matching matching;
    private final long[] counts = new long[FacetNames.NUMBERS];
    private final boolean[] occur = new boolean[FacetNames.NUMBERS];

    FacetCount(FileFacets facets, LogFacet facet, Matching matching) {
        this.facets = facets;
        this.facet = facet;
        this.matching = matching;
    }

    FacetCounts counts() throws IOException {
        for (int number = 0; number < matching.pieces(); number++) {
            FacetPiece piece = facets.piece(number);
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

    private void add(int number, FacetPiece piece) throws IOException {
        StateCounts sum = matching.sum(number);
        int records = Math.min(piece.records(), matching.records(number));
        if (sum == null) {
            matching.bits(number).forEach(at -> {
                if (at < records) {
                    counts[piece.get(facet, at)]++;
                }
            });
            return;
        }
        int accepted = matching.accepted(sum);
        if (accepted == records) {
            addAll(piece.totals(facet));
        } else if (accepted > 0) {
            addSome(number, piece, records);
        }
    }

    private void addAll(StateCounts totals) {
        for (int i = 0; i < totals.states().length; i++) {
            counts[totals.states()[i]] += totals.counts()[i];
        }
    }

    private void addSome(int number, FacetPiece piece, int records) {
        Piece states = matching.index().piece(number);
        long[] found = matching.found(number);
        for (int at = 0; at < records; at++) {
            boolean candidate = found.length == 0 || (found[at >> 6] >>> at & 1) != 0;
            if (candidate && matching.accepts(states.state(at))) {
                counts[piece.get(facet, at)]++;
            }
        }
    }
}
