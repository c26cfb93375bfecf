package dev.darkroom.logfile.search;

import dev.darkroom.logfile.index.IndexSegment;
import dev.darkroom.logfile.index.SegmentBits;
import dev.darkroom.logfile.index.StateCounts;
import dev.darkroom.logfile.query.LogSelection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The selected records of a file: the number per segment, and the records themselves only for the segments accessed most
 * recently. Those of segments that may change or had to be read are kept from the start.
 */
final class SegmentSelection extends LogSelection {
    private static final int KEPT = 16;

    private record Looked(int piece, SegmentBits bits) {}

    private final LogQueryMatcher matching;

    /** The number of matching records before each segment. */
    private final int[] before;

    private final @Nullable SegmentBits[] fixed;
    private final AtomicReferenceArray<Looked> looked = new AtomicReferenceArray<>(KEPT);

    SegmentSelection(LogQueryMatcher matching) throws IOException {
        this.matching = matching;
        before = new int[matching.pieces() + 1];
        fixed = new SegmentBits[matching.pieces()];
        for (int piece = 0; piece < fixed.length; piece++) {
            StateCounts sum = matching.sum(piece);
            int count;
            if (sum == null) {
                SegmentBits bits = matching.bits(piece);
                fixed[piece] = bits;
                count = bits.size();
            } else {
                count = matching.accepted(sum);
            }
            before[piece + 1] = before[piece] + count;
        }
    }

    @Override
    public int size() {
        return before[before.length - 1];
    }

    @Override
    public int recordAt(int place) {
        int piece = Arrays.binarySearch(before, place);
        piece = piece < 0 ? -piece - 2 : piece;
        while (before[piece + 1] <= place) {
            piece++;
        }
        int number = place - before[piece];
        return (piece << IndexSegment.BITS)
                + (isWhole(piece) ? number : bits(piece).select(number));
    }

    @Override
    public int placeOf(int record) {
        int piece = record >> IndexSegment.BITS;
        if (record < 0 || piece >= fixed.length) {
            return record < 0 ? 0 : size();
        }
        int at = record & IndexSegment.SIZE - 1;
        return before[piece] + (isWhole(piece) ? at : bits(piece).rank(at));
    }

    private boolean isWhole(int piece) {
        return before[piece + 1] - before[piece] == IndexSegment.SIZE;
    }

    private SegmentBits bits(int piece) {
        SegmentBits known = fixed[piece];
        if (known != null) {
            return known;
        }
        Looked last = looked.get(piece % KEPT);
        if (last == null || last.piece != piece) {
            try {
                last = new Looked(piece, matching.bits(piece));
            } catch (IOException exception) {
                throw new UncheckedIOException(exception);
            }
            looked.set(piece % KEPT, last);
        }
        return last.bits;
    }
}
