package dev.darkroom.database.writer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Jdbi;

/**
 * The writes that wait for a lock of another session, so that no lane of the {@link GroupCommitWriter} has to. Later writes
 * with the same lane key (a user) join those here: they would most likely wait for the same lock.
 */
final class LockWaits implements AutoCloseable {
    private final Jdbi jdbi;
    private final Semaphore connections;
    private final Duration limit;
    private final ConcurrentHashMap<Object, LockWaitQueue> queues = new ConcurrentHashMap<>();

    /**
     * @param connections the number of these writes tried concurrently
     * @param limit how long a write waits before it fails
     */
    LockWaits(Jdbi jdbi, int connections, Duration limit) {
        this.jdbi = jdbi;
        this.connections = new Semaphore(connections, true);
        this.limit = limit;
    }

    void add(List<PendingWrite> locked) {
        for (PendingWrite pending : locked) {
            queues.compute(pending.lane(), (lane, there) -> {
                LockWaitQueue queue = there == null ? queue(lane) : there;
                queue.add(pending);
                return queue;
            });
        }
    }

    private LockWaitQueue queue(Object lane) {
        return new LockWaitQueue(jdbi, connections, limit, () -> removeEmpty(lane));
    }

    /** Takes from the batch the writes that must follow others in here. */
    void takeFollowing(List<PendingWrite> batch) {
        if (!queues.isEmpty()) {
            batch.removeIf(this::follows);
        }
    }

    private boolean follows(PendingWrite pending) {
        return queues.computeIfPresent(pending.lane(), (_, queue) -> {
                    queue.add(pending);
                    return queue;
                })
                != null;
    }

    private boolean removeEmpty(Object lane) {
        return queues.computeIfPresent(lane, (_, queue) -> queue.size() == 0 ? null : queue) == null;
    }

    int size() {
        return queues.values().stream().mapToInt(LockWaitQueue::size).sum();
    }

    /** Tries each write once more and fails those still locked. The lanes must be closed before. */
    @Override
    public void close() {
        queues.values().forEach(LockWaitQueue::close);
    }
}
