package dev.darkroom.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Jdbi;

/** One thread that writes what waits, up to 500 rows in one transaction. */
final class WriterLane implements AutoCloseable {
    private static final int BATCH = 500;
    private static final int TRIES = 3;
    private static final Pending END =
            new Pending("", Write.of(new BatchStatement("{rows}", "")), new CompletableFuture<>());

    private final Jdbi jdbi;
    private final LinkedBlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private boolean closed;

    WriterLane(Jdbi jdbi, String name) {
        this.jdbi = jdbi;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    synchronized CompletableFuture<Optional<String>> submit(Object key, Write write) {
        Pending pending = new Pending(key, write, new CompletableFuture<>());
        if (closed) {
            pending.answer()
                    .completeExceptionally(DatabaseException.lost("The writer is closed, nothing was written.", null));
        } else {
            queue.add(pending);
        }
        return pending.answer();
    }

    int waiting() {
        return queue.size();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                queue.add(END);
            }
        }
        try {
            thread.join();
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean more = true;
        while (more) {
            List<Pending> batch = next();
            more = !batch.remove(END);
            if (!batch.isEmpty()) {
                write(batch);
            }
        }
    }

    private List<Pending> next() {
        List<Pending> batch = new ArrayList<>();
        while (batch.isEmpty()) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException _) {
                // Nobody interrupts this thread to end it: only END does.
            }
        }
        queue.drainTo(batch, BATCH - 1);
        return batch;
    }

    /** Nothing may leave a caller waiting, so whatever goes wrong ends in the futures; halving finds the one that is bad. */
    private void write(List<Pending> batch) {
        try {
            WriterBatch.write(jdbi, batch);
        } catch (RuntimeException | Error exception) {
            if (noConnection(exception)) {
                fail(batch, exception);
            } else if (batch.size() == 1) {
                writeAlone(batch, exception);
            } else {
                write(batch.subList(0, batch.size() / 2));
                write(batch.subList(batch.size() / 2, batch.size()));
            }
        }
    }

    private void writeAlone(List<Pending> one, Throwable first) {
        Throwable failure = first;
        for (int attempt = 2; attempt <= TRIES && SqlState.retryable(failure) && !noConnection(failure); attempt++) {
            try {
                WriterBatch.write(jdbi, one);
                return;
            } catch (RuntimeException | Error exception) {
                failure = exception;
            }
        }
        fail(one, failure);
    }

    private static boolean noConnection(Throwable failure) {
        return failure instanceof ConnectionException || SqlState.connectionLost(SqlState.of(failure));
    }

    private static void fail(List<Pending> batch, Throwable cause) {
        batch.forEach(pending -> pending.answer().completeExceptionally(DatabaseException.of(cause)));
    }
}
