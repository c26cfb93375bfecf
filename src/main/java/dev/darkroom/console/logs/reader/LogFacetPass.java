package dev.darkroom.console.logs.reader;

import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.logfile.query.LogFacet.FacetPass;
import dev.darkroom.logfile.query.LogFacet.ValueCounts;
import dev.darkroom.logfile.query.LogRecords;
import dev.darkroom.logfile.query.LogSearch;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the facet values of a log while a facet is unfolded or part of the filter: new records at once, a whole log on a
 * dedicated thread. Stops when the values are no longer needed, and resumes there later.
 */
final class LogFacetPass implements AutoCloseable {
    /** This many records are scanned in a few milliseconds, during which the reading thread waits. */
    private static final int QUICK_RECORDS = 50_000;

    private static final Logger LOG = LoggerFactory.getLogger(LogFacetPass.class);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("log-facets").factory());
    private final AtomicBoolean running = new AtomicBoolean();
    private final Runnable progress;
    private volatile Set<LogFacet> unfolded;
    private volatile Set<LogFacet> chosen = Set.of();
    private volatile boolean closed;
    private volatile @Nullable Error error;

    /** @param progress called on the thread of the pass when there are new results */
    LogFacetPass(Set<LogFacet> unfolded, Runnable progress) {
        this.unfolded = unfolded;
        this.progress = progress;
    }

    void setUnfolded(Set<LogFacet> facets) {
        unfolded = facets;
        error = null;
    }

    /** The error that ended the pass, null for none; unfolding or folding facets restarts the pass. */
    @Nullable
    Error error() {
        return error;
    }

    /** Schedules the scan needed for this filter. Called on the reading thread once everything is read. */
    void catchUp(LogRecords log, LogViewFilter filter) throws IOException {
        chosen = filter.facets().keySet();
        FacetPass facets = log.facets();
        if (isUnwanted() || error != null || !running.compareAndSet(false, true)) {
            return;
        }
        if (log.records() - facets.scanned() > QUICK_RECORDS) {
            thread.execute(() -> run(facets));
            return;
        }
        try {
            facets.run(this::isUnwanted, () -> {});
        } finally {
            running.set(false);
        }
    }

    private void run(FacetPass facets) {
        boolean more = true;
        try {
            facets.run(this::isUnwanted, progress);
        } catch (IOException | RuntimeException _) {
            more = false; // The file was closed or replaced meanwhile; the next snapshot starts afresh.
        } catch (Error ended) {
            error = ended;
            LOG.error("The pass for threads and models ended early", ended);
        } finally {
            running.set(false);
        }
        if (more) {
            progress.run();
        }
    }

    private boolean isUnwanted() {
        return closed || (unfolded.isEmpty() && chosen.isEmpty());
    }

    /** Counts the unfolded facets, each under all conditions but its own. */
    LogSnapshot.Facets counts(LogRecords log, LogViewFilter filter, Set<String> categories, @Nullable LogSearch among)
            throws IOException {
        Map<LogFacet, ValueCounts> counts = new EnumMap<>(LogFacet.class);
        int scanned = log.facets().scanned();
        for (LogFacet facet : unfolded) {
            counts.put(facet, log.counts(facet, filter.withoutFacet(facet, categories), among));
        }
        return new LogSnapshot.Facets(counts, scanned);
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdown();
    }
}
