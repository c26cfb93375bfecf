package dev.darkroom.logfile.search;

import dev.darkroom.logfile.index.IndexSegment;
import dev.darkroom.logfile.index.StateCounts;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.parse.LogTimestampParser;
import dev.darkroom.logfile.query.LogHistogram;
import dev.darkroom.logfile.query.LogQuery;
import java.io.IOException;

/**
 * Counts matching records in equal parts of a time span. Where times are in order, a segment is split at the boundaries of the
 * parts; the largest section is computed by subtracting the others from the segment's total.
 */
public final class HistogramTimeBuckets {
    /** The bits of one level's count; the counts of all levels share a word. */
    private static final int FIELD = 9;

    private static final int FULL = (1 << FIELD) - 1;

    private final LogQueryMatcher matching;
    private final long from;
    private final long to;
    private final long[][] counts;

    /** The value that a record of each state adds to a packed word of counts; known for states that occurred. */
    private final long[] weights = new long[1 << 16];

    private final long[] section = new long[LogLevel.values().length];

    private HistogramTimeBuckets(LogQueryMatcher matching, long from, long to, int buckets) {
        this.matching = matching;
        this.from = from;
        this.to = to;
        counts = new long[buckets][LogLevel.values().length];
    }

    public static LogHistogram histogram(LogQueryMatcher matching, LogQuery query, int buckets) throws IOException {
        Span span = Span.of(query, matching.index().earliest(), matching.index().latest());
        if (span.isEmpty()) {
            return LogHistogram.EMPTY;
        }
        HistogramTimeBuckets parts = new HistogramTimeBuckets(matching, span.from, span.to + 1, buckets);
        for (int piece = 0; piece < matching.segmentCount(); piece++) {
            parts.add(piece);
        }
        return span.histogram(parts.counts);
    }

    /**
     * The time span of a query; where the query has no bound, the earliest or latest time of the log. Both ends are inclusive.
     */
    public record Span(long from, long to) {
        public static Span of(LogQuery query, long earliest, long latest) {
            return new Span(
                    query.since() == null ? earliest : LogTimestampParser.millis(query.since()),
                    query.until() == null ? latest : LogTimestampParser.millis(query.until()));
        }

        public boolean isEmpty() {
            return to < from;
        }

        public LogQuery within(LogQuery query) {
            return query.since(LogTimestampParser.dateTime(from)).until(LogTimestampParser.dateTime(to));
        }

        public LogHistogram histogram(long[][] counts) {
            return new LogHistogram(LogTimestampParser.dateTime(from), LogTimestampParser.dateTime(to + 1), counts);
        }
    }

    private void add(int number) throws IOException {
        IndexSegment piece = matching.index().segment(number);
        StateCounts sum = matching.segmentCounts(number);
        if (sum == null || (sum.states().length > 0 && !piece.ordered())) {
            matching.bits(number).forEach(at -> add(piece.time(at), piece.state(at)));
        } else if (sum.states().length > 0) {
            addSections(piece, sum, matching.countedBits(number));
        }
    }

    private void add(long time, short state) {
        if (time >= from && time < to) {
            counts[bucket(time)][state & 7]++;
        }
    }

    private void addSections(IndexSegment piece, StateCounts sum, long[] found) {
        int largest = 0;
        int largestBucket = bucket(piece.earliest());
        int start = 0;
        for (int bucket = largestBucket; start < IndexSegment.SIZE; ) {
            int end = piece.firstAt(start(bucket + 1), start);
            if (end - start > largest) {
                largest = end - start;
                largestBucket = bucket;
            }
            start = end;
            bucket = start < IndexSegment.SIZE ? bucket(piece.time(start)) : bucket;
        }
        add(sum, counts[largestBucket]);
        if (largest == IndexSegment.SIZE) {
            return;
        }
        start = 0;
        while (start < IndexSegment.SIZE) {
            int bucket = bucket(piece.time(start));
            int end = piece.firstAt(start(bucket + 1), start);
            if (bucket != largestBucket) {
                move(piece, found, start, end, counts[largestBucket], counts[bucket]);
            }
            start = end;
        }
    }

    private void add(StateCounts sum, long[] bucket) {
        for (int i = 0; i < sum.states().length; i++) {
            short state = sum.states()[i];
            if (matching.accepts(state)) {
                bucket[state & 7] += sum.counts()[i];
                weights[state & 0xFFFF] = 1L << (state & 7) * FIELD;
            }
        }
    }

    /** Counts records {@code [start, end)} for one part and subtracts them from another. */
    private void move(IndexSegment piece, long[] found, int start, int end, long[] source, long[] target) {
        for (int at = start; at < end; at += FULL) {
            int stop = Math.min(end, at + FULL);
            unpack(found.length == 0 ? weigh(piece, at, stop) : weigh(piece, found, at, stop));
        }
        for (int level = 0; level < section.length; level++) {
            target[level] += section[level];
            source[level] -= section[level];
            section[level] = 0;
        }
    }

    private long weigh(IndexSegment piece, int start, int end) {
        long packed = 0;
        for (int at = start; at < end; at++) {
            packed += weights[piece.state(at) & 0xFFFF];
        }
        return packed;
    }

    private long weigh(IndexSegment piece, long[] found, int start, int end) {
        long packed = 0;
        for (int word = start >> 6; word << 6 < end; word++) {
            long left = found[word];
            left &= word == start >> 6 ? -1L << (start & 63) : -1L;
            left &= word == end >> 6 ? (1L << (end & 63)) - 1 : -1L;
            for (; left != 0; left &= left - 1) {
                packed += weights[piece.state((word << 6) + Long.numberOfTrailingZeros(left)) & 0xFFFF];
            }
        }
        return packed;
    }

    private void unpack(long packed) {
        for (int level = 0; level < section.length; level++) {
            section[level] += packed >>> level * FIELD & FULL;
        }
    }

    private int bucket(long time) {
        return (int) ((time - from) * counts.length / (to - from));
    }

    /** Returns the first time of a part. */
    private long start(int bucket) {
        return from + Math.ceilDiv(bucket * (to - from), counts.length);
    }
}
