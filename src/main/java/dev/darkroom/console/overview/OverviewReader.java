package dev.darkroom.console.overview;

import dev.darkroom.generation.diagnosis.ClusterSnapshot;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationPage.Line;
import dev.darkroom.generation.query.GenerationPreset;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.metric.MetricQueries;
import dev.darkroom.metric.MetricRange;
import dev.darkroom.storage.FileFilter;
import dev.darkroom.storage.FileQueries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Reads all that Overview shows: roll-ups, bounded counts and first pages, never the history. Blocks. */
public final class OverviewReader {
    /** Files are counted up to so many. */
    static final int BOUND = 10_000;

    private static final int ATTENTION_ROWS = 6;

    private final MetricQueries metrics;
    private final GenerationQueries generations;
    private final FileQueries files;

    public OverviewReader(MetricQueries metrics, GenerationQueries generations, FileQueries files) {
        this.metrics = metrics;
        this.generations = generations;
        this.files = files;
    }

    /** @param range the range to show at a time of the database's clock */
    OverviewFigures read(Function<Instant, MetricRange> range) {
        ClusterSnapshot cluster = generations.situation();
        MetricRange shown = range.apply(cluster.now());
        return new OverviewFigures(
                metrics.summary(shown),
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

    private List<Line> first(GenerationPreset view, int rows) {
        return generations.page(GenerationFilter.of(view), true, null, rows).lines();
    }
}
