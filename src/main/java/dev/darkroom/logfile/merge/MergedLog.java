package dev.darkroom.logfile.merge;

import dev.darkroom.logfile.LogCache;
import dev.darkroom.logfile.LogFile;
import dev.darkroom.logfile.MergedOrder;
import dev.darkroom.logfile.RotatedLog;
import dev.darkroom.logfile.parse.LogLevel;
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
import dev.darkroom.logfile.source.LogFamily;
import dev.darkroom.message.CodedIoException;
import dev.darkroom.message.CodedMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Several files merged into one log by time, each with the files that its name referred to before. A record without a time
 * stays behind the one before it in its file; where times are equal, the order of the files decides. Records that arrive while
 * the files are followed are appended, so that numbers keep their meaning even when a file is rotated away.
 */
public final class MergedLog implements LogRecords {
    /** Bytes read at once in the first pass: few at first, to show something soon, then more, to occupy all cores. */
    private static final long FIRST_PIECE = 1 << 20;

    private static final long MAX_PIECE = 128 << 20;

    private final List<RotatedLog> chains;
    private volatile Content content;
    private List<LogFile> retired = List.of();

    /** Stays set when a refresh fails after the replacement. */
    private boolean replaced;

    /** The meaning of the record numbers; files are added, never removed. */
    private record Content(List<LogFile> files, MergedOrder order) {
        Content() {
            this(new CopyOnWriteArrayList<>(), new MergedOrder());
        }
    }

    private MergedLog(List<RotatedLog> chains) {
        this.chains = chains;
        content = all();
    }

    /**
     * Opens the files without reading them; their records appear while {@link #refresh} reads, as soon as no record still to
     * come can belong before them.
     *
     * @throws IOException with a sentence that names the file
     */
    public static MergedLog openUnread(List<Path> files, @Nullable LogCache cache) throws IOException {
        return open(files, false, cache);
    }

    /** As {@link #openUnread}, for one file and its rotated files. */
    public static MergedLog openFamily(Path file, @Nullable LogCache cache) throws IOException {
        return open(List.of(file), true, cache);
    }

    private static MergedLog open(List<Path> files, boolean withPast, @Nullable LogCache cache) throws IOException {
        List<RotatedLog> chains = new ArrayList<>();
        try {
            Set<Path> rotated = LogFamily.rotatedAmong(files);
            for (Path file : files) {
                chains.add(
                        rotated.contains(file)
                                ? RotatedLog.openUnfollowed(file, cache)
                                : RotatedLog.open(file, withPast, cache));
            }
            long count =
                    chains.stream().mapToLong(chain -> chain.members().size()).sum();
            if (count > MergedOrder.MAX_FILES) {
                throw new CodedIoException(CodedMessage.of("log.files", MergedOrder.MAX_FILES, count));
            }
            return new MergedLog(List.copyOf(chains));
        } catch (IOException | RuntimeException exception) {
            for (RotatedLog chain : chains) {
                chain.close();
            }
            throw exception;
        }
    }

    private Content all() {
        Content all = new Content();
        chains.forEach(chain -> all.files.addAll(chain.members()));
        return all;
    }

    @Override
    public List<Path> files() {
        return content.files.stream()
                .filter(file -> !file.isFinished())
                .map(LogFile::path)
                .toList();
    }

    @Override
    public List<Path> followed() {
        return chains.stream()
                .filter(RotatedLog::isFollowed)
                .map(RotatedLog::path)
                .toList();
    }

    @Override
    public Optional<String> damage() {
        return Stream.concat(
                        chains.stream().map(RotatedLog::gapMessage),
                        content.files.stream().map(LogFile::damage))
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
        boolean grown = readFirst(progress);
        for (RotatedLog chain : chains) {
            Change change = chain.refresh(_ -> progress.accept(size()));
            replaced |= change == Change.REPLACED;
            grown |= change != Change.NONE;
        }
        while (chains.stream().mapToInt(chain -> chain.members().size()).sum() > MergedOrder.MAX_FILES) {
            chains.stream()
                    .max(Comparator.comparing(chain -> chain.members().size()))
                    .ifPresent(RotatedLog::dropOldest);
            replaced = true;
        }
        if (replaced || shrunk()) {
            exchange(all());
            replaced = false;
            merge();
            return Change.REPLACED;
        }
        addMembers();
        merge();
        return grown ? Change.GREW : Change.NONE;
    }

    private void addMembers() {
        chains.forEach(chain -> content.files.addAll(chain.members().stream()
                .filter(file -> !content.files.contains(file))
                .toList()));
    }

    /** Replaces the content. Readers may still use what the last content gave them, but hardly what the one before it did. */
    private void exchange(Content next) throws IOException {
        close(retired);
        retired = content.files.stream()
                .filter(file -> !next.files.contains(file))
                .toList();
        content = next;
    }

    /** Returns whether a file has lost records, as an incomplete line may turn out to belong to the record before it. */
    private boolean shrunk() {
        for (int file = 0; file < content.files.size(); file++) {
            if (content.files.get(file).records() < content.order.taken(file)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Runs the first pass piece by piece, always for the chain that the others are waiting for. True if it was not complete
     * yet.
     */
    private boolean readFirst(LongConsumer progress) throws IOException {
        if (content.order.size() == 0) {
            for (RotatedLog chain : chains) {
                chain.scanRotation(); // files may have been rotated since they were opened
            }
            addMembers();
        }
        List<MergeStep> steps = steps();
        boolean any = false;
        long maxBytes = FIRST_PIECE;
        for (MergeStep waited = MergeStep.merge(steps); waited != null; waited = MergeStep.merge(steps)) {
            waited.chain().readSome(maxBytes, _ -> progress.accept(size()));
            maxBytes = Math.min(2 * maxBytes, MAX_PIECE);
            any = true;
        }
        return any;
    }

    private List<MergeStep> steps() {
        return chains.stream()
                .map(chain -> new MergeStep(content.order, content.files, chain))
                .toList();
    }

    private void merge() throws IOException {
        MergeStep.merge(steps());
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
        HistogramTimeBuckets.Span span = HistogramTimeBuckets.Span.of(
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
    public ValueCounts counts(LogFacet facet, LogQuery query, @Nullable LogSearch among) throws IOException {
        Content now = content;
        List<ValueCounts> counts = new ArrayList<>();
        for (int file = 0; file < now.files.size(); file++) {
            counts.add(now.files.get(file).counts(facet, query, among(now, among, file)));
        }
        return MergedFacets.sum(counts);
    }

    @Override
    public FacetPass facets() {
        return new MergedFacets(content.files.stream().map(LogFile::facets).toList());
    }

    /** Returns a search's results in one of the files; those of other content match nothing there. */
    private static @Nullable LogSearch among(Content now, @Nullable LogSearch among, int file) {
        return among instanceof MergedSearch merged && merged.searches(now.order) ? merged.of(file) : among;
    }

    @Override
    public LogSearch search(Pattern pattern) {
        Content now = content;
        return new MergedSearch(pattern, now.order, now.files);
    }

    @Override
    public Object content() {
        return content;
    }

    @Override
    public ContentCheck contentCheck() throws IOException {
        Content now = content;
        List<ContentCheck> checks = new ArrayList<>();
        for (LogFile file : now.files) {
            checks.add(file.contentCheck());
        }
        return () -> content == now && areUnchanged(checks);
    }

    private static boolean areUnchanged(List<ContentCheck> checks) throws IOException {
        for (ContentCheck check : checks) {
            if (!check.isUnchanged()) {
                return false;
            }
        }
        return true;
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
        for (RotatedLog chain : chains) {
            close(chain.members().stream()
                    .filter(file -> !content.files.contains(file))
                    .toList());
        }
        close(retired);
    }

    private static void close(Collection<LogFile> files) throws IOException {
        for (LogFile file : files) {
            file.close();
        }
    }

    /** The facets of the files of a {@link MergedLog}, file by file. */
    private static final class MergedFacets implements FacetPass {
        private final List<FacetPass> files;

        MergedFacets(List<FacetPass> files) {
            this.files = files;
        }

        @Override
        public void run(BooleanSupplier cancelled, Runnable progress) throws IOException {
            for (FacetPass file : files) {
                file.run(cancelled, progress);
            }
        }

        /** Returns the total of all files: the scanned records are not a prefix of the merged log until all are scanned. */
        @Override
        public int scanned() {
            return files.stream().mapToInt(FacetPass::scanned).sum();
        }

        static ValueCounts sum(List<ValueCounts> files) {
            SortedMap<String, Long> sums = new TreeMap<>();
            files.forEach(file -> file.byValue().forEach((value, count) -> sums.merge(value, count, Long::sum)));
            return new ValueCounts(sums);
        }
    }
}
