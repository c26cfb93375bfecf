package dev.darkroom.logfile;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The records whose facets have chosen values; what was found in a piece is kept until the piece grows. */
final class FacetHits implements PieceHits {
    private final FileFacets facets;
    private final RecordIndex index;
    private final Map<LogFacet, FacetChoice> choices;
    private final Map<Integer, Hits> known = new ConcurrentHashMap<>();

    FacetHits(FileFacets facets, RecordIndex index, Map<LogFacet, FacetChoice> choices) {
        this.facets = facets;
        this.index = index;
        this.choices = choices;
    }

    boolean finds(RecordIndex other) {
        return index == other;
    }

    @Override
    public @Nullable Hits hits(int number) {
        FacetPiece piece = facets.piece(number);
        if (piece == null) {
            return null;
        }
        Hits before = known.get(number);
        if (before != null && before.end() == piece.end() && before.records() == piece.records()) {
            return before;
        }
        Hits hits = find(piece, index.piece(number));
        known.put(number, hits);
        return hits;
    }

    private Hits find(FacetPiece piece, Piece states) {
        boolean[] threads = accepted(LogFacet.THREAD);
        boolean[] models = accepted(LogFacet.MODEL);
        StateCounts.Sum sum = new StateCounts.Sum();
        long[] bits = new long[PieceBits.WORDS];
        boolean any = false;
        for (int at = 0; at < piece.records(); at++) {
            if (threads[piece.get(LogFacet.THREAD, at)] && models[piece.get(LogFacet.MODEL, at)]) {
                bits[at >> 6] |= 1L << (at & 63);
                sum.add(states.state(at));
                any = true;
            }
        }
        return new Hits(piece.records(), piece.end(), any ? bits : null, sum.take());
    }

    private boolean[] accepted(LogFacet facet) {
        return facets.names(facet).accepted(choices.getOrDefault(facet, FacetChoice.ALL));
    }
}
