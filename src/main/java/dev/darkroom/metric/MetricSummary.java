package dev.darkroom.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The figures of a time range.
 *
 * @param steps one for each step of the range, in order, including those where nothing happened
 * @param models the models with ended runs, the most used first
 * @param summedUntil later events are not included yet; empty when nothing was ever rolled up
 */
public record MetricSummary(
        MetricRange range, List<Step> steps, List<ModelFigures> models, Optional<Instant> summedUntil) {
    /** The phases of a run. */
    public enum Phase {
        /** from the request to the signed URL */
        TOTAL,
        /** from the request to the submit */
        WAITING,
        /** from the submit to the result */
        FAL,
        /** from the result to the signed URL */
        STORING
    }

    /**
     * @param latencies of completed runs
     * @param charged credits, whatever the state of the runs
     */
    public record Step(
            Instant at,
            long completed,
            long failed,
            long cancelled,
            Map<Phase, LatencyHistogram> latencies,
            long charged,
            long refunded) {
        public long ended() {
            return completed + failed + cancelled;
        }

        public LatencyHistogram latency(Phase phase) {
            return latencies.getOrDefault(phase, LatencyHistogram.EMPTY);
        }
    }

    /**
     * @param credits of completed runs
     * @param billedCredits of runs that the provider rendered, whatever their outcome
     * @param lostCredits of runs that the provider rendered and users got nothing for: refunded, yet billed
     */
    public record ModelFigures(
            String model,
            long completed,
            long failed,
            long cancelled,
            Map<Phase, LatencyHistogram> latencies,
            long credits,
            long billedCredits,
            long lostCredits) {
        public long ended() {
            return completed + failed + cancelled;
        }

        /** Returns the share of failures among runs that ended by themselves, from 0 to 1; 0 when there were none. */
        public double failureRate() {
            return completed + failed == 0 ? 0 : (double) failed / (completed + failed);
        }
    }

    /**
     * The load in a minute: the maximum observed, counted up to 10,000.
     *
     * @param attention generations that needed an operator, which the other two do not count
     */
    public record LoadStep(Instant at, long inFlight, long waiting, long attention) {}

    /**
     * A histogram of durations, with buckets that grow by a fifth, so that two of them can be added and a percentile is off by a
     * tenth at most. Immutable.
     */
    public static final class LatencyHistogram {
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
}
