package dev.darkroom.database.writer;

import dev.darkroom.database.DatabaseException;
import dev.darkroom.logging.DefectReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writes of one lane key that wait for a lock, on a dedicated virtual thread until there are none. Each is retried with
 * backoff and a growing lock timeout, because a heavily used lock is only granted to those who wait for it; the writes of one
 * key keep their order.
 */
final class LockWaitQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LockWaitQueue.class);

    /** From 20 ms to a little more than a second. */
    private static final int DOUBLINGS = 6;

    /** @param tries the number of tries in this queue; {@code next} and {@code since} are by {@link System#nanoTime} */
    private record Wait(long since, int tries, long next) {
        Wait again() {
            return new Wait(since, tries + 1, System.nanoTime() + lockLimit().toNanos());
        }

        /** Returns the lock timeout of its next try, which is also the pause after a failed one. */
        Duration lockLimit() {
            return BatchDivider.SHORT_LOCK_LIMIT.multipliedBy(1L << Math.min(tries, DOUBLINGS));
        }

        Duration lasted() {
            return Duration.ofNanos(System.nanoTime() - since);
        }
    }

    private final BatchDivider divider;
    private final Semaphore connections;
    private final Duration limit;
    private final BooleanSupplier ended;
    /** In order of arrival. */
    private final Map<PendingWrite, Wait> waits = new LinkedHashMap<>();

    private final Thread thread;
    private boolean closed;

    /** @param ended checks, on this queue's thread, whether nothing is left and nothing more will come */
    LockWaitQueue(Jdbi jdbi, Semaphore connections, Duration limit, BooleanSupplier ended) {
        this.divider = new BatchDivider(jdbi, _ -> {}, this::postpone);
        this.connections = connections;
        this.limit = limit;
        this.ended = ended;
        this.thread = Thread.ofVirtual().name("lock-wait").start(this::run);
    }

    synchronized void add(PendingWrite pending) {
        long now = System.nanoTime();
        waits.put(pending, new Wait(now, 0, now));
        notifyAll();
    }

    synchronized int size() {
        return waits.size();
    }

    private void run() {
        while (!ended.getAsBoolean()) {
            List<PendingWrite> due = awaitDue();
            if (!due.isEmpty()) {
                attemptSurely(due);
            }
            removeDone();
        }
    }

    private synchronized List<PendingWrite> awaitDue() {
        List<PendingWrite> due = due();
        if (due.isEmpty() && !waits.isEmpty()) {
            long next = waits.values().stream().mapToLong(Wait::next).min().orElseThrow();
            try {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(next - System.nanoTime(), 1));
            } catch (InterruptedException _) {
                // This thread is never ended by an interrupt.
            }
        }
        return due;
    }

    /** Returns the first write of each key that is due; new ones without retried ones, which may take long. */
    private List<PendingWrite> due() {
        List<PendingWrite> fresh = new ArrayList<>();
        List<PendingWrite> tried = new ArrayList<>();
        Set<Object> keys = new HashSet<>();
        long now = System.nanoTime();
        waits.forEach((pending, wait) -> {
            if (keys.add(pending.key()) && (closed || wait.next() <= now)) {
                (wait.tries() == 0 ? fresh : tried).add(pending);
            }
        });
        return WriterThread.oneBatch(fresh.isEmpty() ? tried : fresh);
    }

    /** Tries the writes; whatever happens, no caller waits forever and the thread continues. */
    private void attemptSurely(List<PendingWrite> due) {
        List<PendingWrite> all = List.copyOf(due);
        try {
            attempt(due);
        } catch (RuntimeException | Error defect) {
            DefectReport.outlived(LOG, "Writing what waited for a lock", defect);
            all.forEach(pending -> pending.fail(defect));
        }
    }

    private void attempt(List<PendingWrite> due) {
        connections.acquireUninterruptibly();
        try {
            divider.write(due, lockLimit(due));
        } finally {
            connections.release();
        }
    }

    /** Returns the lock timeout: a long lock wait must not keep others from a connection. */
    private synchronized Duration lockLimit(List<PendingWrite> due) {
        if (connections.hasQueuedThreads()) {
            return BatchDivider.SHORT_LOCK_LIMIT;
        }
        return Objects.requireNonNull(waits.get(due.getFirst())).lockLimit();
    }

    private synchronized void postpone(List<PendingWrite> locked, Throwable cause) {
        for (PendingWrite pending : locked) {
            Wait wait = Objects.requireNonNull(waits.get(pending));
            if (closed || wait.lasted().compareTo(limit) > 0) {
                pending.fail(DatabaseException.contended(wait.lasted(), cause));
            } else {
                waits.put(pending, wait.again());
            }
        }
    }

    private synchronized void removeDone() {
        waits.keySet().removeIf(pending -> pending.answer().isDone());
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
        }
    }
}
