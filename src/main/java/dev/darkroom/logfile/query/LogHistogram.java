package dev.darkroom.logfile.query;

import java.time.Duration;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The number of records in equal parts of a time span.
 *
 * @param from the beginning of the first part, as written in the log; null when no record has a time
 * @param to the end of the last part, exclusive
 * @param counts for each part the counts in the order of {@link LogLevel}
 */
public record LogHistogram(
        @Nullable LocalDateTime from, @Nullable LocalDateTime to, long[][] counts) {
    public static final LogHistogram EMPTY = new LogHistogram(null, null, new long[0][]);

    /** Returns the beginning of a part. */
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
