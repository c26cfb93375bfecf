package dev.darkroom.database;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** One thread that writes what waits, up to 500 units in one transaction. */
final class WriterLane implements AutoCloseable {
    private static final int BATCH = 500;
    private static final int TRIES = 3;
    private static final Unit END = new Unit(List.of(), new CompletableFuture<>());

    private final Jdbi jdbi;
    private final LinkedBlockingQueue<Unit> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private boolean closed;

    WriterLane(Jdbi jdbi, String name) {
        this.jdbi = jdbi;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    synchronized CompletableFuture<List<Integer>> submit(List<Write> writes) {
        Unit unit = new Unit(writes, new CompletableFuture<>());
        if (closed) {
            unit.counts()
                    .completeExceptionally(DatabaseException.lost("The writer is closed, nothing was written.", null));
        } else {
            queue.add(unit);
        }
        return unit.counts();
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
            List<Unit> batch = next();
            more = !batch.remove(END);
            if (!batch.isEmpty()) {
                write(batch);
            }
        }
    }

    private List<Unit> next() {
        List<Unit> batch = new ArrayList<>();
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

    /** Nothing may leave a caller waiting, so whatever goes wrong ends in the futures. */
    private void write(List<Unit> batch) {
        try {
            WriterBatch.write(jdbi, batch);
        } catch (JdbiException exception) {
            if (noConnection(exception)) {
                fail(batch, exception);
            } else {
                batch.forEach(this::writeAlone);
            }
        } catch (RuntimeException | Error exception) {
            batch.forEach(this::writeAlone);
        }
    }

    private void writeAlone(Unit unit) {
        for (int attempt = 1; !unit.counts().isDone(); attempt++) {
            try {
                WriterBatch.write(jdbi, List.of(unit));
            } catch (RuntimeException | Error exception) {
                boolean again = SqlState.retryable(exception) && !SqlState.connectionLost(SqlState.of(exception));
                if (!again || attempt == TRIES) {
                    fail(List.of(unit), exception);
                }
            }
        }
    }

    private static boolean noConnection(JdbiException exception) {
        return exception instanceof ConnectionException || SqlState.connectionLost(SqlState.of(exception));
    }

    private static void fail(List<Unit> units, Throwable cause) {
        for (Unit unit : units) {
            unit.counts().completeExceptionally(DatabaseException.of(cause));
        }
    }
}
