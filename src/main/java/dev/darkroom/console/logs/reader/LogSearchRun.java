package dev.darkroom.console.logs.reader;

import dev.darkroom.logfile.match.ExpressionException;
import dev.darkroom.logfile.query.LogSearch;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A search that goes on in the background until it is stopped, also through what is written meanwhile. */
final class LogSearchRun {
    private static final Logger LOG = LoggerFactory.getLogger(LogSearchRun.class);

    private final LogSearch search;
    private final Executor thread;
    private final Runnable progress;
    private final AtomicBoolean going = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    /** @param progress called on the searching thread when there is more to see */
    LogSearchRun(LogSearch search, Executor thread, Runnable progress) {
        this.search = search;
        this.thread = thread;
        this.progress = progress;
    }

    LogSearch search() {
        return search;
    }

    /** What ended it early, null for nothing. It is not begun again: that would fail again. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Looks through what was not looked through yet. */
    void goOn() {
        if (!stopped && failure == null && going.compareAndSet(false, true)) {
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
            // When the file was closed or exchanged under it, the next snapshot begins with another search.
            failure = ended;
            LOG.warn("A search ended early: {}", ended.toString());
        } finally {
            going.set(false);
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
