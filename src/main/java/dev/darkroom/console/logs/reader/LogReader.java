package dev.darkroom.console.logs.reader;

import dev.darkroom.logfile.LogCache;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogCounts;
import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.logfile.query.LogRecords;
import dev.darkroom.logfile.query.LogSearch;
import dev.darkroom.logfile.query.LogSelection;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one log on a dedicated thread, several times a second, and publishes snapshots; searches on a second thread, so that
 * filters respond during a search. Neither thread is ever interrupted: Java would close the file.
 */
public final class LogReader implements AutoCloseable {
    public static final int BUCKETS = 160;

    /** Including the snapshot that follows, appended lines show within a quarter of a second. */
    static final long INTERVAL_MILLIS = 150;

    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    private static final long MIN_DELAY_MILLIS = 80;
    private static final Set<LogLevel> ERROR_LEVELS = EnumSet.of(LogLevel.ERROR, LogLevel.CRITICAL);

    private final LogSource source;
    private final @Nullable LogCache cache;
    private final Consumer<LogSnapshot> onSnapshot;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("log-reader").factory());
    private final ExecutorService searching = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("log-search").factory());
    private final AtomicBoolean hasNews = new AtomicBoolean();
    private final LogFacetPass facets;
    private final LogDiagnostics diagnostics = new LogDiagnostics();
    private volatile LogViewFilter filter;
    private volatile @Nullable LogRecords log;
    private volatile @Nullable LogSearchRun run;
    private @Nullable LogViewFilter publishedFilter;
    private @Nullable String publishedProblem;
    private int content;
    private boolean complete;
    private volatile boolean closed;
    private volatile long cost;
    private long nextPartial;
    private @Nullable ScheduledFuture<?> schedule;

    /**
     * @param unfolded the unfolded facets
     * @param onSnapshot called on the reading thread
     */
    public LogReader(
            LogSource source,
            @Nullable LogCache cache,
            LogViewFilter filter,
            Set<LogFacet> unfolded,
            Consumer<LogSnapshot> onSnapshot) {
        this.source = source;
        this.cache = cache;
        this.filter = filter;
        this.onSnapshot = onSnapshot;
        facets = new LogFacetPass(unfolded, this::scheduleRefresh);
    }

    /** The log, null until it is open, and when it cannot be opened. */
    @Nullable
    public LogRecords log() {
        return log;
    }

    /** Starts or resumes reading, for as long as the screen is visible. */
    public void start() {
        if (schedule == null) {
            schedule = thread.scheduleWithFixedDelay(this::refresh, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    public void pause() {
        if (schedule != null) {
            schedule.cancel(false);
            schedule = null;
        }
    }

    public void setFilter(LogViewFilter wanted) {
        LogSearchRun old = run;
        if (old != null && !wanted.searchesLike(filter)) {
            old.stop();
        }
        filter = wanted;
        thread.execute(this::refresh);
    }

    /** Changes the unfolded facets. */
    public void setUnfolded(Set<LogFacet> unfolded) {
        facets.setUnfolded(unfolded);
        hasNews.set(true);
        thread.execute(this::refresh);
    }

    private void refresh() {
        if (closed) {
            return;
        }
        boolean more = hasNews.getAndSet(false);
        LogViewFilter now = filter;
        try {
            LogRecords open = openLog();
            LogRecords.Change change = open.refresh(_ -> publishPartial(open));
            boolean first = !complete;
            complete = true;
            if (change == LogRecords.Change.REPLACED) {
                content++;
                stopSearch();
            }
            String problem = problem(open);
            if (first
                    || change != LogRecords.Change.NONE
                    || more
                    || !now.equals(publishedFilter)
                    || !Objects.equals(problem, publishedProblem)) {
                publish(open, now, problem);
            }
        } catch (IOException | RuntimeException | Error failure) {
            failed(now, failure);
        }
    }

    /** Reports a failure once; the next beat tries again. */
    private void failed(LogViewFilter now, Throwable failure) {
        String problem = LogDiagnostics.sentence(failure);
        if (!closed && (!now.equals(publishedFilter) || !problem.equals(publishedProblem))) {
            if (failure instanceof Error) {
                LOG.error("Reading {} continues after an unexpected error", source, failure);
            }
            onSnapshot.accept(LogSnapshot.failed(source, content, now, problem));
            publishedProblem = problem;
            publishedFilter = now;
        }
    }

    private @Nullable String problem(LogRecords open) {
        Error error = facets.error();
        return error == null ? diagnostics.problem(open, content) : LogDiagnostics.sentence(error);
    }

    private LogRecords openLog() throws IOException {
        LogRecords open = log;
        if (open == null) {
            open = source.open(cache);
            log = open;
        }
        return open;
    }

    /** Publishes what is read so far during the first read of a large file, rarely enough not to slow it down. */
    private void publishPartial(LogRecords open) {
        if (closed) {
            throw new CancellationException(); // the rest of a large file is no longer needed
        }
        if (complete || open.records() == 0 || System.nanoTime() < nextPartial) {
            return;
        }
        long start = System.nanoTime();
        try {
            publish(open, filter, null);
        } catch (IOException | RuntimeException _) {
            // reported at the end of the pass
        }
        long taken = System.nanoTime() - start;
        nextPartial = System.nanoTime() + Math.max(8 * taken, TimeUnit.MILLISECONDS.toNanos(MIN_DELAY_MILLIS));
    }

    private void publish(LogRecords open, LogViewFilter now, @Nullable String problem) throws IOException {
        LogSearch search = search(open, now);
        if (complete) {
            facets.catchUp(open, now);
        }
        LogSnapshot snapshot = snapshot(open, now, search, problem);
        cost = snapshot.millis();
        onSnapshot.accept(snapshot);
        publishedFilter = now;
        publishedProblem = problem;
        LogSearchRun running = run;
        if (running != null && running.search().searched() < open.records()) {
            running.resume();
        }
    }

    private LogSnapshot snapshot(
            LogRecords open, LogViewFilter now, @Nullable LogSearch search, @Nullable String problem)
            throws IOException {
        long start = System.nanoTime();
        LogSearch among = now.onlyMatches() ? search : null;
        int searched = search == null ? 0 : search.searched();
        Set<String> known = open.counts(LogQuery.ALL, null).byCategory().keySet();
        LogCounts all = open.counts(now.withoutCategories(), among).with(known);
        LogQuery query = now.query(known);
        LogSelection matches = search == null ? null : open.select(query, search);
        LogSelection shown = among != null && matches != null ? matches : open.select(query, null);
        return new LogSnapshot(
                source,
                content,
                now,
                new LogSnapshot.Extent(
                        open.size(),
                        diagnostics.total(open),
                        open.records(),
                        searched,
                        search == null ? 0 : search.leftOut(),
                        complete,
                        complete && diagnostics.binary(open, content)),
                shown,
                matches,
                narrowed(open, query, ERROR_LEVELS, now, among),
                narrowed(open, query, EnumSet.of(LogLevel.WARN), now, among),
                all,
                now.hiddenLevels().isEmpty() && now.hidden().isEmpty()
                        ? all
                        : open.counts(now.withoutLevels(known), among),
                facets.counts(open, now, known, among),
                open.histogram(now.withoutTime(known), among, BUCKETS),
                (System.nanoTime() - start) / 1_000_000,
                refusal(),
                problem);
    }

    private @Nullable String refusal() {
        LogSearchRun running = run;
        return running == null || running.failure() == null ? null : LogDiagnostics.sentence(running.failure());
    }

    /** Selects the records of these levels, without the hidden ones. */
    private static LogSelection narrowed(
            LogRecords open, LogQuery query, Set<LogLevel> levels, LogViewFilter now, @Nullable LogSearch among)
            throws IOException {
        Set<LogLevel> left = EnumSet.copyOf(levels);
        left.removeAll(now.hiddenLevels());
        return left.isEmpty() ? LogSelection.none() : open.select(query.levels(left), among);
    }

    /** Returns the search for this filter, starting it if it is new. */
    private @Nullable LogSearch search(LogRecords open, LogViewFilter now) {
        Pattern pattern = now.pattern();
        LogSearchRun running = run;
        if (pattern == null) {
            stopSearch();
            return null;
        }
        if (running == null
                || !running.search().pattern().pattern().equals(pattern.pattern())
                || running.search().pattern().flags() != pattern.flags()) {
            stopSearch();
            running = new LogSearchRun(open.search(pattern), searching, this::scheduleRefresh);
            run = running;
        }
        return running.search();
    }

    private void stopSearch() {
        LogSearchRun running = run;
        if (running != null) {
            running.stop();
            run = null;
        }
    }

    /** Combines many progress calls into one snapshot. */
    private void scheduleRefresh() {
        if (hasNews.compareAndSet(false, true) && !thread.isShutdown()) {
            try {
                // A search that keeps publishing its own results would make no progress.
                thread.schedule(this::refresh, Math.max(MIN_DELAY_MILLIS, 4 * cost), TimeUnit.MILLISECONDS);
            } catch (java.util.concurrent.RejectedExecutionException _) {
                // closed meanwhile
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        pause();
        LogSearchRun running = run;
        if (running != null) {
            running.stop();
        }
        facets.close();
        searching.shutdown();
        thread.execute(() -> {
            try {
                LogRecords open = log;
                if (open != null) {
                    open.close();
                }
            } catch (IOException _) {
                // nothing was written to it
            }
        });
        thread.shutdown();
    }
}
