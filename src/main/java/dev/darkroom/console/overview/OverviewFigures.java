package dev.darkroom.console.overview;

import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.generation.diagnosis.ClusterSnapshot;
import dev.darkroom.generation.query.GenerationPage.Line;
import dev.darkroom.generation.query.GenerationQueries.Counts;
import dev.darkroom.metric.ErrorGroup;
import dev.darkroom.metric.MetricRange;
import dev.darkroom.metric.MetricSummary;
import dev.darkroom.metric.MetricSummary.Step;
import dev.darkroom.storage.FileQueries;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Snapshot of everything that Overview shows.
 *
 * @param summary for the chosen range, like {@code errors}
 * @param counts current counts of the views of Generations
 * @param load for the last hour
 * @param oldestWaiting when the longest-waiting generation was ordered
 * @param attention the oldest generations that need attention
 * @param cluster engines and pauses
 * @param silence time without a heartbeat after which an engine counts as gone
 * @param stored files and bytes, counted up to {@link OverviewReader#BOUND} files
 * @param storedTrend files stored in each minute of the last hour
 */
record OverviewFigures(
        MetricSummary summary,
        List<ErrorGroup> errors,
        Counts counts,
        List<MetricSummary.LoadStep> load,
        Optional<Instant> oldestWaiting,
        List<Line> attention,
        ClusterSnapshot cluster,
        Duration silence,
        FileQueries.Totals stored,
        List<Long> storedTrend) {
    private static final int MINUTES = 60;

    long sum(ToLongFunction<Step> figure) {
        return summary.steps().stream().mapToLong(figure).sum();
    }

    /** The range as a filter; its end only where it is past, so that what ends in the running step belongs to it. */
    FilterText endedFilter(ZoneId zone) {
        MetricRange range = summary.range();
        FilterText from = FilterText.EMPTY.with(ended(FilterTerm.Comparison.AT_LEAST, range.from(), zone));
        return range.to().isAfter(cluster.now())
                ? from
                : from.with(ended(FilterTerm.Comparison.LESS, range.to(), zone));
    }

    private static FilterTerm ended(FilterTerm.Comparison comparison, Instant at, ZoneId zone) {
        return new FilterTerm(
                false, "ended", comparison, OffsetDateTime.ofInstant(at, zone).toString());
    }

    /** Returns the figure for each step of the range. */
    List<Long> trend(ToLongFunction<Step> figure) {
        return summary.steps().stream().map(figure::applyAsLong).toList();
    }

    /** Returns the figure for each minute of the last hour, {@link MetricTrendLine#UNKNOWN} where no engine recorded it. */
    List<Long> loads(ToLongFunction<MetricSummary.LoadStep> figure) {
        Long[] minutes = new Long[MINUTES];
        Arrays.fill(minutes, MetricTrendLine.UNKNOWN);
        Instant last = cluster.now().truncatedTo(ChronoUnit.MINUTES);
        for (MetricSummary.LoadStep step : load) {
            long age = Duration.between(step.at(), last).toMinutes();
            if (age >= 0 && age < MINUTES) {
                minutes[MINUTES - 1 - (int) age] = figure.applyAsLong(step);
            }
        }
        return List.of(minutes);
    }

    /** The failed share of runs that ended by themselves, 0 to 1. */
    double failureRate() {
        long failed = sum(Step::failed);
        long all = failed + sum(Step::completed);
        return all == 0 ? 0 : (double) failed / all;
    }
}
