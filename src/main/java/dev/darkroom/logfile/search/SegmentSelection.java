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
    private static final int MAX_CACHED = 16;

    private record CachedBits(int segment, SegmentBits bits) {}

    private final LogQueryMatcher matching;

    /** The number of matching records before each segment. */
    private final int[] before;

    private final @Nullable SegmentBits[] precomputed;
    private final AtomicReferenceArray<CachedBits> cached = new AtomicReferenceArray<>(MAX_CACHED);

    SegmentSelection(LogQueryMatcher matching) throws IOException {
        this.matching = matching;
        before = new int[matching.segmentCount() + 1];
        precomputed = new SegmentBits[matching.segmentCount()];
        for (int segment = 0; segment < precomputed.length; segment++) {
            StateCounts sum = matching.segmentCounts(segment);
            int count;
            if (sum == null) {
                SegmentBits bits = matching.bits(segment);
                precomputed[segment] = bits;
                count = bits.size();
            } else {
                count = matching.countAccepted(sum);
            }
            before[segment + 1] = before[segment] + count;
        }
    }

    @Override
    public int size() {
        return before[before.length - 1];
    }

    @Override
    public int recordAt(int place) {
        int segment = Arrays.binarySearch(before, place);
        segment = segment < 0 ? -segment - 2 : segment;
        while (before[segment + 1] <= place) {
            segment++;
        }
        int number = place - before[segment];
        return (segment << IndexSegment.BITS)
                + (isFull(segment) ? number : bits(segment).select(number));
    }

    @Override
    public int placeOf(int record) {
        int segment = record >> IndexSegment.BITS;
        if (record < 0 || segment >= precomputed.length) {
            return record < 0 ? 0 : size();
        }
        int at = record & IndexSegment.SIZE - 1;
        return before[segment] + (isFull(segment) ? at : bits(segment).rank(at));
    }

    private boolean isFull(int segment) {
        return before[segment + 1] - before[segment] == IndexSegment.SIZE;
    }

    private SegmentBits bits(int segment) {
        SegmentBits known = precomputed[segment];
        if (known != null) {
            return known;
        }
        CachedBits last = cached.get(segment % MAX_CACHED);
        if (last == null || last.segment != segment) {
            try {
                last = new CachedBits(segment, matching.bits(segment));
            } catch (IOException exception) {
                throw new UncheckedIOException(exception);
            }
            cached.set(segment % MAX_CACHED, last);
        }
        return last.bits;
    }
}
