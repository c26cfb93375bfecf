package dev.darkroom.logfile.query;

import java.time.Duration;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * How many records there are in equal parts of a span of time.
 *
 * @param from the beginning of the first part, as written in the log; null when no record has a time
 * @param to the end of the last part, not included
 * @param counts for each part the counts in the order of {@link LogLevel}
 */
public record LogHistogram(
        @Nullable LocalDateTime from, @Nullable LocalDateTime to, long[][] counts) {
    public static final LogHistogram EMPTY = new LogHistogram(null, null, new long[0][]);

    /** Where a part begins. */
    public LocalDateTime start(int part) {
        if (from == null || to == null) {
            throw new IllegalStateException("No record has a time.");
        }
        return from.plus(Duration.between(from, to).multipliedBy(part).dividedBy(counts.length));
    }

    public long total(int part) {
        return LogCounts.sum(counts[part]);
    }
}
