package dev.darkroom.console.logs;

import dev.darkroom.logfile.LogSearch;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** A search that goes on in the background until it is stopped, also through what is written meanwhile. */
final class SearchRun {
    private final LogSearch search;
    private final Executor thread;
    private final Runnable progress;
    private final AtomicBoolean going = new AtomicBoolean();
    private volatile boolean stopped;

    /** @param progress called on the searching thread when there is more to see */
    SearchRun(LogSearch search, Executor thread, Runnable progress) {
        this.search = search;
        this.thread = thread;
        this.progress = progress;
    }

    LogSearch search() {
        return search;
    }

    /** Looks through what was not looked through yet. */
    void goOn() {
        if (!stopped && going.compareAndSet(false, true)) {
            thread.execute(this::run);
        }
    }

    private void run() {
        try {
            if (!stopped) {
                search.run(() -> stopped, this::tell);
            }
        } catch (IOException | RuntimeException _) {
            // The file was closed or exchanged under it; the next look begins anew.
        } finally {
            going.set(false);
            tell();
        }
    }

    private void tell() {
        if (!stopped) {
            progress.run();
        }
    }

    void stop() {
        stopped = true;
    }
}
