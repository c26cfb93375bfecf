package dev.darkroom.console.overview;

import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.metric.MetricQueries;
import dev.darkroom.metric.MetricRange;
import dev.darkroom.storage.FileQueries;
import java.time.Duration;

/** Runs the queries of Overview. */
public final class OverviewBenchReader {
    private final OverviewReader reader;

    public OverviewBenchReader(MetricQueries metrics, GenerationQueries generations, FileQueries files) {
        reader = new OverviewReader(metrics, generations, files);
    }

    public void read(Duration back) {
        reader.read(now -> MetricRange.last(back, now), true);
    }
}
