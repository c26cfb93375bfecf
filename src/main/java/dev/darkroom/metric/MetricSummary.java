package dev.darkroom.metric;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of a range of time.
 *
 * @param steps one for each step of the range, in order, also where nothing happened
 * @param models those that ended something, the most used first
 * @param summedUntil what happened later is not in it yet; empty when nothing was ever summed up
 */
public record MetricSummary(
        MetricRange range, List<Step> steps, List<ModelFigures> models, Optional<Instant> summedUntil) {
    /** What a run spends its time in. */
    public enum Phase {
        /** from being ordered to the signed URL */
        TOTAL,
        /** from being ordered to being sent */
        WAITING,
        /** from being sent to having a result */
        FAL,
        /** from having a result to the signed URL */
        STORING
    }

    /**
     * @param latencies of what completed
     * @param charged credits, for whatever state the runs are in
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
     * @param credits of what completed
     * @param billedCredits of what the provider rendered, whatever came of it
     * @param lostCredits of what the provider rendered and users got nothing for: refunded, and billed all the same
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

        /** Of what ended by itself, from 0 to 1; 0 when nothing did. */
        public double failureRate() {
            return completed + failed == 0 ? 0 : (double) failed / (completed + failed);
        }
    }

    /**
     * How much there was to do in a minute: the most that was seen of it, counted up to 10,000.
     *
     * @param attention what wanted a person, which neither of the others counts
     */
    public record LoadStep(Instant at, long inFlight, long waiting, long attention) {}
}
