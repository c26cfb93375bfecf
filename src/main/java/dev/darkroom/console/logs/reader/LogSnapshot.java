package dev.darkroom.console.logs.reader;

import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogCounts;
import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.logfile.query.LogFacet.ValueCounts;
import dev.darkroom.logfile.query.LogHistogram;
import dev.darkroom.logfile.query.LogSelection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A log under one filter at one moment: immutable, passed from the reading thread to the window.
 *
 * @param content changes when the log's content has been replaced, which invalidates all record numbers
 * @param shown the records that match the filter
 * @param matches the records known so far to contain the search text, null without a search
 * @param errors errors among those shown
 * @param warnings warnings among those shown
 * @param categories counts under all conditions but the category's
 * @param levels counts under all conditions but the level's
 * @param facets counts of the unfolded facets
 * @param histogram counts over all time under all conditions but the time's
 * @param millis duration of filtering and counting
 * @param refusal why the search was ended; null when it was not
 * @param problem why the log could not be read or searched, or only in part; null when it could
 */
public record LogSnapshot(
        LogSource source,
        int content,
        LogViewFilter filter,
        Extent extent,
        LogSelection shown,
        @Nullable LogSelection matches,
        LogSelection errors,
        LogSelection warnings,
        LogCounts categories,
        LogCounts levels,
        Facets facets,
        LogHistogram histogram,
        long millis,
        @Nullable String refusal,
        @Nullable String problem) {

    /**
     * The size of the log, and how much of it has been read.
     *
     * @param bytes read so far
     * @param total bytes in total, 0 if unknown
     * @param records found so far
     * @param searched how many of the records have been searched
     * @param leftOut how many of those were skipped because matching took too long
     * @param complete whether the file has been read to its end once
     * @param binary whether it does not look like text
     */
    public record Extent(
            long bytes, long total, int records, int searched, int leftOut, boolean complete, boolean binary) {
        static final Extent NONE = new Extent(0, 0, 0, 0, 0, true, false);
    }

    /**
     * The results so far of the pass over the heads of the records.
     *
     * @param counts of each unfolded facet, under all conditions but its own
     * @param scanned how many records the pass has scanned
     */
    public record Facets(Map<LogFacet, ValueCounts> counts, int scanned) {
        static final Facets NONE = new Facets(Map.of(), 0);
    }

    static LogSnapshot failed(LogSource source, int content, LogViewFilter filter, String problem) {
        LogSelection none = LogSelection.none();
        LogCounts zero = new LogCounts(new TreeMap<>());
        return new LogSnapshot(
                source,
                content,
                filter,
                Extent.NONE,
                none,
                null,
                none,
                none,
                zero,
                zero,
                Facets.NONE,
                LogHistogram.EMPTY,
                0,
                null,
                problem);
    }

    public int records() {
        return extent.records();
    }

    public long count(LogLevel level) {
        return levels.of(level);
    }

    public boolean isSearching() {
        return matches != null && refusal == null && extent.searched() < extent.records();
    }

    /** Returns whether places mean the same records in both snapshots, as far as both reach. */
    public boolean isConsistentWith(@Nullable LogSnapshot other) {
        return other != null && other.source.equals(source) && other.content == content && other.filter.equals(filter);
    }
}
