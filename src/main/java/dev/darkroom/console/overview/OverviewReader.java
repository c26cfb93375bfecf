package dev.darkroom.console.overview;

import dev.darkroom.generation.diagnosis.ClusterSnapshot;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationPage.Line;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.metric.MetricQueries;
import dev.darkroom.metric.MetricRange;
import dev.darkroom.metric.MetricSummary;
import dev.darkroom.storage.FileFilter;
import dev.darkroom.storage.FileQueries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads everything that Overview shows: roll-ups, bounded counts and first pages, never the history. Blocks. */
public final class OverviewReader {
    /** Files are counted up to this many. */
    static final int BOUND = 10_000;

    /** How many rows are searched for those that can safely be recovered. */
    private static final int ATTENTION_ROWS = 100;

    private static final Duration CACHE_DURATION = Duration.ofSeconds(30);

    private final MetricQueries metrics;
    private final GenerationQueries generations;
    private final FileQueries files;
    private volatile @Nullable CachedSummary cached;

    /** A summary read at this database time. */
    private record CachedSummary(MetricSummary summary, Instant at) {}

    public OverviewReader(MetricQueries metrics, GenerationQueries generations, FileQueries files) {
        this.metrics = metrics;
        this.generations = generations;
        this.files = files;
    }

    /**
     * @param range returns the range to show for a given database time
     * @param fresh whether to re-read a summary with long steps even if the last one is only seconds old
     */
    OverviewFigures read(Function<Instant, MetricRange> range, boolean fresh) {
        ClusterSnapshot cluster = generations.clusterSnapshot();
        MetricRange shown = range.apply(cluster.now());
        return new OverviewFigures(
                summary(shown, cluster.now(), fresh),
                metrics.errors(shown),
                generations.counts(),
                metrics.load(Duration.ofHours(1)),
                first(GenerationPreset.WAITING, 1).stream()
                        .map(line -> line.row().createdAt())
                        .findFirst(),
                first(GenerationPreset.ATTENTION, ATTENTION_ROWS),
                cluster,
                generations.limits().silence(),
                files.totals(FileFilter.ALL, BOUND),
                files.lastHour());
    }

    /** Caches hour and day steps: unlike minute steps, they do not visibly grow, and cost more to read. */
    private MetricSummary summary(MetricRange range, Instant now, boolean fresh) {
        CachedSummary last = cached;
        boolean isLong = range.step().compareTo(Duration.ofMinutes(1)) > 0;
        if (!fresh
                && isLong
                && last != null
                && last.summary().range().equals(range)
                && Duration.between(last.at(), now).compareTo(CACHE_DURATION) < 0) {
            return last.summary();
        }
        MetricSummary summary = metrics.summary(range);
        cached = new CachedSummary(summary, now);
        return summary;
    }

    private List<Line> first(GenerationPreset view, int rows) {
        return generations.page(GenerationFilter.of(view), true, null, rows).lines();
    }
}
