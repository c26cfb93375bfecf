package dev.darkroom.logfile;

import java.io.IOException;

/** Counts matching records in equal parts of a span of time: pieces within one part by their sums. */
final class TimeBuckets {
    private final Matching matching;
    private final long from;
    private final long to;
    private final long[][] counts;

    private TimeBuckets(Matching matching, long from, long to, int buckets) {
        this.matching = matching;
        this.from = from;
        this.to = to;
        counts = new long[buckets][LogLevel.values().length];
    }

    static LogHistogram histogram(Matching matching, LogQuery query, int buckets) throws IOException {
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (int piece = 0; piece < matching.pieces(); piece++) {
            from = Math.min(from, matching.index().piece(piece).earliest());
            to = Math.max(to, matching.index().piece(piece).latest());
        }
        from = query.since() == null ? from : Timestamp.millis(query.since());
        to = query.until() == null ? to : Timestamp.millis(query.until());
        if (to < from) {
            return LogHistogram.EMPTY;
        }
        TimeBuckets parts = new TimeBuckets(matching, from, to + 1, buckets);
        for (int piece = 0; piece < matching.pieces(); piece++) {
            parts.add(piece);
        }
        return new LogHistogram(Timestamp.dateTime(from), Timestamp.dateTime(to + 1), parts.counts);
    }

    private void add(int number) throws IOException {
        Piece piece = matching.index().piece(number);
        StateCounts sum = matching.sum(number);
        if (sum != null && sum.states().length == 0) {
            return;
        }
        boolean within = piece.timed() && piece.earliest() >= from && piece.latest() < to;
        if (sum != null && within && bucket(piece.earliest()) == bucket(piece.latest())) {
            add(sum, counts[bucket(piece.earliest())]);
        } else {
            matching.bits(number).forEach(at -> add(piece.time(at), piece.state(at)));
        }
    }

    private void add(StateCounts sum, long[] bucket) {
        for (int i = 0; i < sum.states().length; i++) {
            if (matching.accepts(sum.states()[i])) {
                bucket[sum.states()[i] & 7] += sum.counts()[i];
            }
        }
    }

    private void add(long time, short state) {
        if (time >= from && time < to) {
            counts[bucket(time)][state & 7]++;
        }
    }

    private int bucket(long time) {
        return (int) ((time - from) * counts.length / (to - from));
    }
}
