package dev.darkroom.logfile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A log file, open, with an index of its records: 10 bytes a record are all that is kept in memory. {@link #refresh} is
 * called by one thread at a time and finds what is new; any thread may read what is found so far meanwhile. A thread that
 * reads must not be interrupted: Java closes the file then.
 */
public final class LogFile implements AutoCloseable {
    /** What {@link #refresh} found. */
    public enum Change {
        NONE,
        /** Records were added, or the last one became longer. */
        GREW,
        /** The name stands for other content: everything was read anew, earlier numbers mean nothing any more. */
        REPLACED
    }

    private final Path path;
    private volatile IndexedFile content;

    private LogFile(Path path) throws IOException {
        this.path = path;
        content = IndexedFile.open(path);
    }

    /**
     * Opens a file and reads it to its end.
     *
     * @throws IOException with a sentence that names the file
     */
    public static LogFile open(Path path) throws IOException {
        LogFile file = openUnread(path);
        file.refresh();
        return file;
    }

    /** Opens a file at once; its records appear while {@link #refresh} runs, on a thread of the caller. */
    public static LogFile openUnread(Path path) throws IOException {
        return new LogFile(path);
    }

    public Path path() {
        return path;
    }

    /** A sentence when only a part of a damaged compressed file could be read. */
    public Optional<String> damage() {
        return Optional.ofNullable(content.source().damage());
    }

    /** Bytes read so far; of a compressed file, unpacked. */
    public long size() {
        return content.indexed();
    }

    /** Records found so far. */
    public int records() {
        return content.index().size();
    }

    public Change refresh() throws IOException {
        return refresh(_ -> {});
    }

    /** Reads what is new; {@code progress} gets the bytes read so far, on the caller's thread. */
    public Change refresh(LongConsumer progress) throws IOException {
        IndexedFile old = content;
        boolean replaced = old.outdated();
        if (replaced) {
            content = IndexedFile.open(path);
            old.close();
        }
        boolean grown = content.grow(progress);
        return replaced ? Change.REPLACED : grown ? Change.GREW : Change.NONE;
    }

    /** The numbers of the matching records, in order. */
    public LogSelection select(LogQuery query) throws IOException {
        LogSelection selection = new LogSelection();
        content.select(query, selection::add);
        return selection;
    }

    /** How many records match, per category and level. */
    public LogCounts counts(LogQuery query) throws IOException {
        IndexedFile now = content;
        LogCounts.Sum sum = new LogCounts.Sum();
        now.select(query, record -> sum.add(now.index().state(record)));
        return sum.counts(now.tags());
    }

    /** One record, its text up to 64 KiB. */
    public LogRecord record(int number) throws IOException {
        return content.record(number);
    }

    /** Up to {@code count} records beginning with number {@code first}. */
    public List<LogRecord> page(int first, int count) throws IOException {
        IndexedFile now = content;
        List<LogRecord> page = new ArrayList<>();
        for (int record = first;
                record < Math.min((long) first + count, now.index().size());
                record++) {
            page.add(now.record(record));
        }
        return page;
    }

    /** Up to {@code count} records of a selection, beginning with its place {@code first}. */
    public List<LogRecord> page(LogSelection selection, int first, int count) throws IOException {
        IndexedFile now = content;
        List<LogRecord> page = new ArrayList<>();
        for (int at = first; at < Math.min((long) first + count, selection.size()); at++) {
            page.add(now.record(selection.record(at)));
        }
        return page;
    }

    /** The bytes of a record as they are in the file, at most {@code max} of them. */
    public byte[] bytes(int number, int max) throws IOException {
        return content.bytes(number, max);
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
