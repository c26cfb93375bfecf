package dev.darkroom.console.overview;

import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.metric.MetricRange;
import dev.darkroom.metric.MetricSummary;
import dev.darkroom.metric.MetricSummary.Phase;
import dev.darkroom.metric.MetricSummary.Step;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The series of a chart, each with a value for each step of the range. */
record MetricChartData(MetricRange range, List<Series> series) {
    /**
     * @param id the key of its name
     * @param values NaN where there is none
     */
    record Series(String id, SemanticColor tone, List<Double> values) {}

    /** Returns the ended runs by outcome. */
    static MetricChartData outcomes(MetricSummary summary) {
        return new MetricChartData(
                summary.range(),
                List.of(
                        outcome(summary, "completed", SemanticColor.GREEN, Step::completed),
                        outcome(summary, "cancelled", SemanticColor.STONE, Step::cancelled),
                        outcome(summary, "failed", SemanticColor.RED, Step::failed)));
    }

    private static Series outcome(MetricSummary summary, String id, SemanticColor tone, ToLongFunction<Step> count) {
        return new Series(
                id,
                tone,
                summary.steps().stream()
                        .map(step -> (double) count.applyAsLong(step))
                        .toList());
    }

    /** Durations of a phase of completed generations, in milliseconds. */
    static MetricChartData latencies(MetricSummary summary, Phase phase) {
        return new MetricChartData(
                summary.range(),
                List.of(
                        latency(summary, phase, "p50", SemanticColor.SLATE, 0.5),
                        latency(summary, phase, "p95", SemanticColor.BLUE, 0.95),
                        latency(summary, phase, "p99", SemanticColor.ORANGE, 0.99)));
    }

    private static Series latency(MetricSummary summary, Phase phase, String id, SemanticColor tone, double part) {
        return new Series(
                id,
                tone,
                summary.steps().stream()
                        .map(step -> step.latency(phase))
                        .map(times -> times.count() == 0
                                ? Double.NaN
                                : (double) times.percentile(part).toMillis())
                        .toList());
    }

    /** Returns one line per step: its start in UTC, and the values, empty where there are none. */
    String csv() {
        StringBuilder text = new StringBuilder("from");
        series.forEach(one -> text.append(',').append(one.id()));
        text.append('\n');
        for (int step = 0; step < range.steps(); step++) {
            text.append(range.at(step));
            for (Series one : series) {
                double value = one.values().get(step);
                text.append(',').append(Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.0f", value));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
