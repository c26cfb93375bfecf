package dev.darkroom.logfile;

import dev.darkroom.logfile.index.IndexStore;
import dev.darkroom.logfile.query.LogCounts;
import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.logfile.query.LogFacet.FacetPass;
import dev.darkroom.logfile.query.LogFacet.ValueCounts;
import dev.darkroom.logfile.query.LogHistogram;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecord;
import dev.darkroom.logfile.query.LogRecords;
import dev.darkroom.logfile.query.LogRecords.ContentCheck;
import dev.darkroom.logfile.query.LogSearch;
import dev.darkroom.logfile.query.LogSelection;
import dev.darkroom.logfile.search.HistogramTimeBuckets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An open log file with an index of its records, which takes 10 bytes per record off the heap. Selections and searches cannot
 * be used after the file is closed.
 */
public final class LogFile implements LogRecords {
    private volatile SearchableLogFile content;
    private @Nullable SearchableLogFile retired;

    private @Nullable IndexStore store;
    private long stored;
    private volatile boolean finished;

    private LogFile(SearchableLogFile content, @Nullable IndexStore store) {
        this.content = content;
        this.store = store;
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

    /** Opens a file without reading it; its records appear while the caller runs {@link #refresh}. */
    public static LogFile openUnread(Path path) throws IOException {
        return openUnread(path, null);
    }

    /**
     * As {@link #openUnread(Path)}, but keeps the index of a large file on disk for the next time unless {@code cache} is null.
     */
    public static LogFile openUnread(Path path, @Nullable LogCache cache) throws IOException {
        return new LogFile(SearchableLogFile.open(path, LogCache.copies(cache)), LogCache.indexes(cache));
    }

    static LogFile of(SearchableLogFile content, @Nullable IndexStore store) {
        return new LogFile(content, store);
    }

    public Path path() {
        return content.file().path();
    }

    @Override
    public SearchableLogFile content() {
        return content;
    }

    @Override
    public ContentCheck contentCheck() throws IOException {
        SearchableLogFile now = content;
        ContentCheck bytes = now.contentCheck();
        return () -> content == now && bytes.isUnchanged();
    }

    /** Replaces the content before any of it is read; returns the previous content. */
    SearchableLogFile exchange(SearchableLogFile other) {
        SearchableLogFile old = content;
        content = other;
        return old;
    }

    /** Marks this content as complete: its name now belongs to another file. */
    void finish() {
        finished = true;
        store = null;
    }

    public boolean isFinished() {
        return finished;
    }

    @Override
    public List<Path> files() {
        return List.of(path());
    }

    @Override
    public Optional<String> damage() {
        return Optional.ofNullable(content.source().damage());
    }

    @Override
    public long size() {
        return content.indexed();
    }

    @Override
    public int records() {
        return content.index().size();
    }

    public Change refresh() throws IOException {
        return refresh(_ -> {});
    }

    @Override
    public Change refresh(LongConsumer progress) throws IOException {
        SearchableLogFile old = content;
        boolean replaced = old.isOutdated();
        if (replaced) {
            content = SearchableLogFile.open(path(), old.file().copies());
            old.retire();
            // Readers may still use selections of the content just replaced, but hardly of the one before it.
            if (retired != null) {
                retired.close();
            }
            retired = old;
            stored = 0;
        }
        boolean grown = grow(progress);
        return replaced ? Change.REPLACED : grown ? Change.GREW : Change.NONE;
    }

    /** Reads what was appended to this content, whatever file the name refers to now; true if there was anything new. */
    boolean grow(LongConsumer progress) throws IOException {
        boolean loaded = load();
        boolean grown = content.grow(progress) || loaded;
        save();
        return grown;
    }

    /** Reads about {@code maxBytes} bytes of what is new; true if there is more. */
    boolean readSome(long maxBytes, LongConsumer progress) throws IOException {
        return load() || content.readSome(maxBytes, progress);
    }

    private boolean load() {
        SearchableLogFile now = content;
        if (store == null || now.indexed() > 0 || !now.source().canGrow() || !store.load(path(), now)) {
            return false;
        }
        stored = now.indexed();
        return true;
    }

    private void save() {
        SearchableLogFile now = content;
        if (store != null && now.source().canGrow() && now.indexed() - stored >= IndexStore.MIN_FILE_BYTES) {
            store.save(path(), now);
            stored = now.indexed();
        }
    }

    public LogSelection select(LogQuery query) throws IOException {
        return select(query, null);
    }

    @Override
    public LogSelection select(LogQuery query, @Nullable LogSearch among) throws IOException {
        return content.matching(query, among).selection();
    }

    public LogCounts counts(LogQuery query) throws IOException {
        return counts(query, null);
    }

    @Override
    public LogCounts counts(LogQuery query, @Nullable LogSearch among) throws IOException {
        return content.matching(query, among).counts();
    }

    @Override
    public LogHistogram histogram(LogQuery query, @Nullable LogSearch among, int buckets) throws IOException {
        return HistogramTimeBuckets.histogram(content.matching(query, among), query, buckets);
    }

    @Override
    public ValueCounts counts(LogFacet facet, LogQuery query, @Nullable LogSearch among) throws IOException {
        SearchableLogFile now = content;
        return now.facets().counts(facet, now.matching(query, among));
    }

    @Override
    public FacetPass facets() {
        return content.facets();
    }

    @Override
    public LogSearch search(Pattern pattern) {
        return content.search(pattern);
    }

    @Override
    public LogRecord record(int number) throws IOException {
        return content.record(number);
    }

    /** Returns the time in milliseconds, as local wall-clock time, or {@link LogTimestampParser#NONE}. */
    public long time(int number) {
        return content.index().time(number);
    }

    public long earliest() {
        return content.index().earliest();
    }

    public long latest() {
        return content.index().latest();
    }

    @Override
    public void copy(int number, OutputStream out) throws IOException {
        content.copy(number, out);
    }

    /** Returns at most the first {@code max} bytes of a record, unchanged from the file. */
    public byte[] bytes(int number, int max) throws IOException {
        return content.bytes(number, max);
    }

    @Override
    public void close() throws IOException {
        content.close();
        if (retired != null) {
            retired.close();
        }
    }
}
