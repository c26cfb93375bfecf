package dev.darkroom.database.writer;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.logging.DefectReport;
import dev.darkroom.message.CodedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the queued rows on one thread, a limited number per transaction; locked ones go to {@link LockWaits}. */
final class WriterThread implements AutoCloseable {
    /** The size limit of one transaction in characters, so that a thousand large results are not in memory three times over. */
    private static final long MAX_BATCH_BYTES = 8_000_000;

    private static final PendingWrite END =
            new PendingWrite("", "", BatchRow.of(new BatchStatement("{rows}", "id uuid")), new CompletableFuture<>());

    private static final Logger LOG = LoggerFactory.getLogger(WriterThread.class);

    private final BatchDivider divider;
    private final int batch;
    private final LinkedBlockingQueue<PendingWrite> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private boolean closed;

    WriterThread(Jdbi jdbi, LockWaits lockWaits, String name, int batch) {
        this.divider = new BatchDivider(jdbi, lockWaits::takeFollowing, (locked, _) -> lockWaits.add(locked));
        this.batch = batch;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    synchronized CompletableFuture<Optional<String>> submit(PendingWrite pending) {
        if (closed) {
            pending.fail(DatabaseException.lost(CodedMessage.of("database.writer.closed")));
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
            List<PendingWrite> taken = next();
            more = taken.getLast() != END;
            if (!more) {
                taken.removeLast();
            }
            write(taken);
        }
    }

    /** Writes a batch; whatever happens, no caller waits forever and the thread continues. */
    private void write(List<PendingWrite> taken) {
        List<PendingWrite> all = List.copyOf(taken);
        try {
            divider.write(taken, null);
        } catch (RuntimeException | Error defect) {
            DefectReport.outlived(LOG, "A writer of the database", defect);
            all.forEach(pending -> pending.fail(defect));
        }
    }

    private List<PendingWrite> next() {
        List<PendingWrite> taken = new ArrayList<>();
        long size = 0;
        for (PendingWrite next = first(); next != null; next = another(taken, size)) {
            taken.add(next);
            size += next.write().size();
        }
        return taken;
    }

    /** Returns the first of them, as many as may share a transaction by size. */
    static List<PendingWrite> oneBatch(List<PendingWrite> all) {
        List<PendingWrite> batch = new ArrayList<>();
        long size = 0;
        for (PendingWrite next : all) {
            if (size > MAX_BATCH_BYTES) {
                break;
            }
            batch.add(next);
            size += next.write().size();
        }
        return batch;
    }

    private PendingWrite first() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException _) {
                // This thread is never ended by an interrupt, only by END.
            }
        }
    }

    private @Nullable PendingWrite another(List<PendingWrite> taken, long size) {
        return taken.size() < batch && size < MAX_BATCH_BYTES ? queue.poll() : null;
    }
}
