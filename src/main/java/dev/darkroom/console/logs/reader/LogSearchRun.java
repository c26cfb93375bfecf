package dev.darkroom.console.logs.reader;

import dev.darkroom.logfile.match.ExpressionException;
import dev.darkroom.logfile.query.LogSearch;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A search that runs in the background until stopped, including records appended meanwhile. */
final class LogSearchRun {
    private static final Logger LOG = LoggerFactory.getLogger(LogSearchRun.class);

    private final LogSearch search;
    private final Executor thread;
    private final Runnable progress;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    /** @param progress called on the search thread when there are new results */
    LogSearchRun(LogSearch search, Executor thread, Runnable progress) {
        this.search = search;
        this.thread = thread;
        this.progress = progress;
    }

    LogSearch search() {
        return search;
    }

    /** The failure that ended the search early, null for none. It is not restarted, because it would fail again. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Searches the records not searched yet. */
    void resume() {
        if (!stopped && failure == null && running.compareAndSet(false, true)) {
            thread.execute(this::run);
        }
    }

    private void run() {
        try {
            if (!stopped) {
                search.run(() -> stopped, this::publish);
            }
        } catch (ExpressionException refused) {
            failure = refused;
        } catch (IOException | RuntimeException | Error ended) {
            // If the file was closed or replaced meanwhile, the next snapshot starts another search.
            failure = ended;
            LOG.warn("A search ended early: {}", ended.toString());
        } finally {
            running.set(false);
            publish();
        }
    }

    private void publish() {
        if (!stopped) {
            progress.run();
        }
    }

    void stop() {
        stopped = true;
    }
}
