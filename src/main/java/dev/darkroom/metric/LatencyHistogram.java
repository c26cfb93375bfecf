package dev.darkroom.metric;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A histogram of durations, with buckets that grow by a fifth, so that two of them can be added and a percentile is off by a
 * tenth at most. Immutable.
 */
public final class LatencyHistogram {
    public static final LatencyHistogram EMPTY = new LatencyHistogram(Map.of());

    /** The number of buckets per doubling; the schema's latency_bucket counts the same way. */
    private static final int PER_DOUBLING = 4;

    private final SortedMap<Integer, Long> counts;

    public LatencyHistogram(Map<Integer, Long> counts) {
        this.counts = new TreeMap<>(counts);
    }

    public long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public LatencyHistogram plus(LatencyHistogram other) {
        TreeMap<Integer, Long> sum = new TreeMap<>(counts);
        other.counts.forEach((bucket, count) -> sum.merge(bucket, count, Long::sum));
        return new LatencyHistogram(sum);
    }

    /**
     * Returns the duration that this part of all values does not exceed.
     *
     * @param part above 0 and at most 1
     * @return zero when it is empty
     */
    public Duration percentile(double part) {
        double rank = part * count();
        long below = 0;
        for (Map.Entry<Integer, Long> bucket : counts.entrySet()) {
            if (below + bucket.getValue() >= rank) {
                double lower = bucket.getKey() == 0 ? 0 : end(bucket.getKey() - 1);
                double within = (rank - below) / bucket.getValue();
                return Duration.ofMillis(Math.round(lower + (end(bucket.getKey()) - lower) * within));
            }
            below += bucket.getValue();
        }
        return Duration.ZERO;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LatencyHistogram histogram && counts.equals(histogram.counts);
    }

    @Override
    public int hashCode() {
        return counts.hashCode();
    }

    private static double end(int bucket) {
        return Math.pow(2, (double) bucket / PER_DOUBLING);
    }
}
