package dev.darkroom.logfile.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs numbered tasks in order on one thread per core (at most 8), while the caller's thread reports progress and polls for
 * cancellation. A single task runs on the caller's thread.
 */
public final class SearchPass {
    private static final long POLL_MILLIS = 10;

    private final int count;
    private final Runnable progress;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger working = new AtomicInteger();
    private volatile boolean stopped;

    /** Runs one task. */
    public interface Worker {
        void work(int number) throws IOException;
    }

    public SearchPass(int count, Runnable progress) {
        this.count = count;
        this.progress = progress;
    }

    /** @param workers creates the worker of one thread from the stop signal that the worker polls */
    public void run(BooleanSupplier cancelled, Function<BooleanSupplier, Worker> workers) throws IOException {
        int threads = Math.min(count, LogRecordScanner.THREADS);
        if (threads == 1) {
            work(workers.apply(cancelled), cancelled).call();
            progress.run();
            return;
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(threads, LogRecordScanner.daemon("log-search-"))) {
            List<Future<Void>> running = new ArrayList<>();
            working.set(threads);
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(work(workers.apply(() -> stopped), () -> stopped)));
            }
            watch(running, cancelled);
        }
    }

    private Task work(Worker worker, BooleanSupplier stop) {
        return () -> {
            try {
                for (int i = next.getAndIncrement(); i < count && !stop.getAsBoolean(); i = next.getAndIncrement()) {
                    worker.work(i);
                    if (done.getAndIncrement() == 0) {
                        wake();
                    }
                }
            } catch (IOException | RuntimeException | Error failure) {
                stopped = true; // the rest is no longer needed
                throw failure;
            } finally {
                working.decrementAndGet();
                wake();
            }
            return null;
        };
    }

    private interface Task extends Callable<Void> {
        @Override
        @Nullable
        Void call() throws IOException;
    }

    private void watch(List<Future<Void>> running, BooleanSupplier cancelled) throws IOException {
        int reported = 0;
        try {
            while (working.get() > 0) {
                pause();
                stopped |= cancelled.getAsBoolean();
                if (done.get() > reported) {
                    reported = done.get();
                    progress.run();
                }
            }
            for (Future<Void> future : running) {
                LogRecordScanner.done(future);
            }
        } finally {
            stopped = true;
        }
    }

    private synchronized void wake() {
        notifyAll();
    }

    private synchronized void pause() {
        try {
            if (working.get() > 0) {
                wait(POLL_MILLIS);
            }
        } catch (InterruptedException _) {
            // Reads are not abandoned halfway; stopping is requested through the cancellation check.
            Thread.currentThread().interrupt();
        }
    }
}
