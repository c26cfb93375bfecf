package dev.darkroom.logfile.query;

import dev.darkroom.logfile.query.LogFacet.FacetPass;
import dev.darkroom.logfile.query.LogFacet.ValueCounts;
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
 * The records of one or several files, in order. {@link #refresh} finds what is new and is called by one thread at a time;
 * meanwhile any thread may read what was found so far. Reading threads must not be interrupted, because Java would then close
 * the file. Record numbers keep their meaning until a refresh returns {@link Change#REPLACED}.
 */
public interface LogRecords extends AutoCloseable {
    /** The result of {@link #refresh}. */
    enum Change {
        NONE,
        /** Records were added, or the last one became longer. */
        GREW,
        /** The name refers to other content: everything was read anew, earlier numbers are meaningless. */
        REPLACED
    }

    /** Returns the files of the records, oldest first. */
    List<Path> files();

    /** Returns the names being followed: of a rotated log only that of the file being written. */
    default List<Path> followed() {
        return files();
    }

    /** Returns a sentence if a damaged compressed file could only be read in part, or content could not be found. */
    Optional<String> damage();

    /** Returns the bytes read so far; of compressed files, uncompressed bytes. */
    long size();

    /** Returns the number of records found so far. */
    int records();

    /**
     * Reads what is new; {@code progress} receives the bytes read so far, on the caller's thread.
     *
     * @throws IOException with a sentence that names the file
     */
    Change refresh(LongConsumer progress) throws IOException;

    /** Returns the numbers of the matching records, in order; with {@code among}, only of those which that search found. */
    LogSelection select(LogQuery query, @Nullable LogSearch among) throws IOException;

    /** Counts the matching records per category and level. */
    LogCounts counts(LogQuery query, @Nullable LogSearch among) throws IOException;

    /**
     * Counts the matching records in {@code buckets} equal parts of the time span of the query, or of the log if the query has
     * none.
     */
    LogHistogram histogram(LogQuery query, @Nullable LogSearch among, int buckets) throws IOException;

    /** Counts the matching records per value of a facet, among those that {@link #facets} has scanned. */
    ValueCounts counts(LogFacet facet, LogQuery query, @Nullable LogSearch among) throws IOException;

    /** Returns the facet pass, to be run on a thread of the caller. */
    FacetPass facets();

    /** Returns a search through all records, to be run on a thread of the caller. */
    LogSearch search(Pattern pattern);

    /** Returns the identity of the content: record numbers have the same meaning as long as this returns the same object. */
    Object content();

    /** Returns a check of the content as it is now, for whoever reads many records and needs all of them to be right. */
    ContentCheck contentCheck() throws IOException;

    /** Returns one record, its text limited to 64 KiB. */
    LogRecord record(int number) throws IOException;

    /**
     * Copies the whole record, byte for byte as in its file.
     *
     * @throws IOException with a sentence when the file was cut and the record is gone, after a part of it may have been copied
     */
    void copy(int number, OutputStream out) throws IOException;

    @Override
    void close() throws IOException;

    /** Returns up to {@code count} records of a selection, starting at position {@code first}. */
    default List<LogRecord> page(LogSelection selection, int first, int count) throws IOException {
        List<LogRecord> page = new ArrayList<>();
        for (int at = first; at < Math.min((long) first + count, selection.size()); at++) {
            page.add(record(selection.record(at)));
        }
        return page;
    }

    /** Tells whether the bytes of records read since it was made are the ones that were indexed. Any thread. */
    @FunctionalInterface
    interface ContentCheck {
        /** Returns false once the content was replaced, or its file was cut, even if the file has grown again since. */
        boolean isUnchanged() throws IOException;
    }
}
