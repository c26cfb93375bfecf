package dev.darkroom.console.logs.reader;

import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogCounts;
import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.logfile.query.LogFacetCounts;
import dev.darkroom.logfile.query.LogHistogram;
import dev.darkroom.logfile.query.LogSelection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A log under one filter at one moment: immutable, handed from the reading thread to the window.
 *
 * @param content changes when the name stands for another content, and the numbers of records mean nothing any more
 * @param shown the records that match
 * @param matches those that hold what is looked for and are known so far, null when nothing is looked for
 * @param troubles errors among what is shown
 * @param warnings warnings among what is shown
 * @param categories counts under all conditions but the category's
 * @param levels counts under all conditions but the level's
 * @param facets counts of what is unfolded
 * @param histogram counts over all time under all conditions but the time's
 * @param millis what filtering and counting took
 * @param refusal why what is looked for is not looked for any further; null when it is
 * @param problem why it could not be read or looked through, or only in part; null when it could
 */
public record LogSnapshot(
        LogSource source,
        int content,
        LogViewFilter filter,
        Extent extent,
        LogSelection shown,
        @Nullable LogSelection matches,
        LogSelection troubles,
        LogSelection warnings,
        LogCounts categories,
        LogCounts levels,
        Facets facets,
        LogHistogram histogram,
        long millis,
        @Nullable String refusal,
        @Nullable String problem) {

    /**
     * How much there is, and how much of it is read.
     *
     * @param bytes read so far
     * @param total bytes that there are, 0 when nobody knows
     * @param records found so far
     * @param searched records of them that were looked through
     * @param leftOut of those, in which finding something took too long
     * @param complete whether the file has been read to its end once
     * @param binary whether it does not look like text
     */
    public record Extent(
            long bytes, long total, int records, int searched, int leftOut, boolean complete, boolean binary) {
        static final Extent NONE = new Extent(0, 0, 0, 0, 0, true, false);
    }

    /**
     * What the pass over the heads of the records has found so far.
     *
     * @param counts of each facet that is unfolded, under all conditions but its own
     * @param scanned records that the pass has seen
     */
    public record Facets(Map<LogFacet, LogFacetCounts> counts, int scanned) {
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

    public long of(LogLevel level) {
        return levels.of(level);
    }

    public boolean searching() {
        return matches != null && refusal == null && extent.searched() < extent.records();
    }

    /** Whether places of this snapshot are places of the other one too, as far as both reach. */
    public boolean continues(@Nullable LogSnapshot other) {
        return other != null && other.source.equals(source) && other.content == content && other.filter.equals(filter);
    }
}
