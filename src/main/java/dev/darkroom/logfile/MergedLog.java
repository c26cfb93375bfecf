package dev.darkroom.logfile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Several files as one log, by time. A record without a time stays behind the one before it in its file; where times are
 * equal the order of the files decides. What comes while they are followed is put behind what is there, so that numbers
 * keep their meaning.
 */
public final class MergedLog implements Log {
    /** The files to read; asked again at each refresh, for a rotation makes new ones. */
    @FunctionalInterface
    public interface Members {
        List<Path> now() throws IOException;
    }

    /** What the numbers mean until the files are other ones. */
    private record Content(List<LogFile> files, MergedOrder order) {}

    private final Members members;
    private final @Nullable IndexStore indexes;
    private List<Path> paths;
    private volatile Content content;
    private Content retired;

    private MergedLog(Members members, @Nullable IndexStore indexes) throws IOException {
        this.members = members;
        this.indexes = indexes;
        paths = members.now();
        content = opened(paths);
        retired = content;
    }

    /**
     * Opens them at once; their records appear when {@link #refresh} has read all of them.
     *
     * @throws IOException with a sentence that names the file
     */
    public static MergedLog openUnread(Members members, @Nullable IndexStore indexes) throws IOException {
        return new MergedLog(members, indexes);
    }

    private Content opened(List<Path> files) throws IOException {
        if (files.size() > MergedOrder.MOST_FILES) {
            throw new IOException("At most " + MergedOrder.MOST_FILES + " files can be merged, not " + files.size()
                    + ": choose fewer.");
        }
        List<LogFile> open = new ArrayList<>();
        try {
            for (Path file : files) {
                open.add(LogFile.openUnread(file, indexes));
            }
        } catch (IOException | RuntimeException exception) {
            close(open);
            throw exception;
        }
        return new Content(List.copyOf(open), new MergedOrder(open.size()));
    }

    @Override
    public List<Path> files() {
        return content.files.stream().map(LogFile::path).toList();
    }

    @Override
    public Optional<String> damage() {
        return content.files.stream()
                .map(LogFile::damage)
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public long size() {
        return content.files.stream().mapToLong(LogFile::size).sum();
    }

    @Override
    public int records() {
        return content.order.size();
    }

    @Override
    public Change refresh(LongConsumer progress) throws IOException {
        List<Path> now = members.now();
        boolean replaced = !now.equals(paths);
        if (replaced) {
            exchange(opened(now));
            paths = now;
        }
        boolean grown = false;
        for (LogFile file : content.files) {
            Change change = file.refresh(_ -> progress.accept(size()));
            replaced |= change == Change.REPLACED;
            grown |= change != Change.NONE;
        }
        if (shrunk(content) || (replaced && content.order.size() > 0)) {
            content = new Content(content.files, new MergedOrder(content.files.size()));
            replaced = true;
        }
        merge(content);
        return replaced ? Change.REPLACED : grown ? Change.GREW : Change.NONE;
    }

    /** Others may still look at what the last content gave them, hardly at what the one before did. */
    private void exchange(Content next) throws IOException {
        if (retired != content) {
            close(retired.files);
        }
        retired = content;
        content = next;
    }

    /** Half a line may turn out to go on with the record before it. */
    private static boolean shrunk(Content content) {
        for (int file = 0; file < content.files.size(); file++) {
            if (content.files.get(file).records() < content.order.taken(file)) {
                return true;
            }
        }
        return false;
    }

    private static void merge(Content content) {
        int count = content.files.size();
        long[] next = new long[count];
        for (int file = 0; file < count; file++) {
            next[file] = time(content, file, Long.MIN_VALUE);
        }
        while (true) {
            int first = -1;
            for (int file = 0; file < count; file++) {
                if (hasMore(content, file) && (first < 0 || next[file] < next[first])) {
                    first = file;
                }
            }
            if (first < 0) {
                return;
            }
            content.order.add(first);
            next[first] = time(content, first, next[first]);
        }
    }

    private static boolean hasMore(Content content, int file) {
        return content.order.taken(file) < content.files.get(file).records();
    }

    /** Of the next record of a file; without one, that of the record before it. */
    private static long time(Content content, int file, long before) {
        if (!hasMore(content, file)) {
            return before;
        }
        long time = content.files.get(file).time(content.order.taken(file));
        return time == Timestamp.NONE ? before : time;
    }

    @Override
    public LogSelection select(LogQuery query, @Nullable LogSearch among) throws IOException {
        Content now = content;
        int size = now.order.size();
        List<LogSelection> selections = new ArrayList<>();
        for (int file = 0; file < now.files.size(); file++) {
            selections.add(now.files.get(file).select(query, among(now, among, file)));
        }
        return MergedSelection.of(now.order, size, selections);
    }

    @Override
    public LogCounts counts(LogQuery query, @Nullable LogSearch among) throws IOException {
        Content now = content;
        SortedMap<String, long[]> sums = new TreeMap<>();
        for (int file = 0; file < now.files.size(); file++) {
            now.files
                    .get(file)
                    .counts(query, among(now, among, file))
                    .byCategory()
                    .forEach((category, counts) ->
                            add(sums.computeIfAbsent(category, _ -> new long[counts.length]), counts));
        }
        return new LogCounts(sums);
    }

    @Override
    public LogHistogram histogram(LogQuery query, @Nullable LogSearch among, int buckets) throws IOException {
        Content now = content;
        TimeBuckets.Span span = TimeBuckets.Span.of(
                query,
                now.files.stream().mapToLong(LogFile::earliest).min().orElse(Long.MAX_VALUE),
                now.files.stream().mapToLong(LogFile::latest).max().orElse(Long.MIN_VALUE));
        if (span.isEmpty()) {
            return LogHistogram.EMPTY;
        }
        LogQuery spanned = span.within(query);
        long[][] sums = new long[buckets][LogLevel.values().length];
        for (int file = 0; file < now.files.size(); file++) {
            long[][] counts = now.files
                    .get(file)
                    .histogram(spanned, among(now, among, file), buckets)
                    .counts();
            for (int part = 0; part < counts.length; part++) {
                add(sums[part], counts[part]);
            }
        }
        return span.histogram(sums);
    }

    private static void add(long[] sums, long[] counts) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += counts[i];
        }
    }

    @Override
    public FacetCounts counts(LogFacet facet, LogQuery query, @Nullable LogSearch among) throws IOException {
        Content now = content;
        List<FacetCounts> counts = new ArrayList<>();
        for (int file = 0; file < now.files.size(); file++) {
            counts.add(now.files.get(file).counts(facet, query, among(now, among, file)));
        }
        return MergedFacets.sum(counts);
    }

    @Override
    public LogFacets facets() {
        return new MergedFacets(content.files.stream().map(LogFile::facets).toList());
    }

    /** What a search found in one of the files; that of another content finds nothing there. */
    private static @Nullable LogSearch among(Content now, @Nullable LogSearch among, int file) {
        return among instanceof MergedSearch merged && merged.searches(now.order) ? merged.of(file) : among;
    }

    @Override
    public LogSearch search(Pattern pattern) {
        Content now = content;
        return new MergedSearch(
                pattern,
                now.order,
                now.files.stream().map(file -> file.search(pattern)).toList());
    }

    @Override
    public LogRecord record(int number) throws IOException {
        Content now = content;
        return now.files
                .get(now.order.file(number))
                .record(now.order.numberInFile(number))
                .numbered(number);
    }

    @Override
    public void copy(int number, OutputStream out) throws IOException {
        Content now = content;
        now.files.get(now.order.file(number)).copy(now.order.numberInFile(number), out);
    }

    @Override
    public void close() throws IOException {
        close(content.files);
        if (retired != content) {
            close(retired.files);
        }
    }

    private static void close(Collection<LogFile> files) throws IOException {
        for (LogFile file : files) {
            file.close();
        }
    }
}
