package dev.darkroom.logfile.query;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Records in order, from one file or from several. {@link #refresh} is called by one thread at a time and finds what is
 * new; any thread may read what is found so far meanwhile. A thread that reads must not be interrupted: Java closes the
 * file then. All numbers of records mean the same until a refresh tells {@link Change#REPLACED}.
 */
public interface LogRecords extends AutoCloseable {
    /** What {@link #refresh} found. */
    enum Change {
        NONE,
        /** Records were added, or the last one became longer. */
        GREW,
        /** The name stands for other content: everything was read anew, earlier numbers mean nothing any more. */
        REPLACED
    }

    /** Where the records come from, oldest first. */
    List<Path> files();

    /** The names that are followed: of a family only that of the file which is written. */
    default List<Path> followed() {
        return files();
    }

    /** A sentence when only a part of a damaged compressed file could be read, or something could not be found. */
    Optional<String> damage();

    /** Bytes read so far; of compressed files, unpacked. */
    long size();

    /** Records found so far. */
    int records();

    /**
     * Reads what is new; {@code progress} gets the bytes read so far, on the caller's thread.
     *
     * @throws IOException with a sentence that names the file
     */
    Change refresh(LongConsumer progress) throws IOException;

    /** The numbers of the matching records, in order; with {@code among}, only of those that were found there. */
    LogSelection select(LogQuery query, @Nullable LogSearch among) throws IOException;

    /** How many records match, per category and level. */
    LogCounts counts(LogQuery query, @Nullable LogSearch among) throws IOException;

    /** How many records match in each of {@code buckets} equal parts of the time that the query, else the log, spans. */
    LogHistogram histogram(LogQuery query, @Nullable LogSearch among, int buckets) throws IOException;

    /** How many records match per value of a facet, of those that {@link #facets} has scanned. */
    LogFacetCounts counts(LogFacet facet, LogQuery query, @Nullable LogSearch among) throws IOException;

    /** The pass that finds facets, to be run by a thread of the caller. */
    LogFacets facets();

    /** A search through all records, to be run by a thread of the caller. */
    LogSearch search(Pattern pattern);

    /** One record, its text up to 64 KiB. */
    LogRecord record(int number) throws IOException;

    /** The whole record, byte for byte as it stands in its file. */
    void copy(int number, OutputStream out) throws IOException;

    @Override
    void close() throws IOException;

    /** Up to {@code count} records of a selection, beginning with its place {@code first}. */
    default List<LogRecord> page(LogSelection selection, int first, int count) throws IOException {
        List<LogRecord> page = new ArrayList<>();
        for (int at = first; at < Math.min((long) first + count, selection.size()); at++) {
            page.add(record(selection.record(at)));
        }
        return page;
    }
}
