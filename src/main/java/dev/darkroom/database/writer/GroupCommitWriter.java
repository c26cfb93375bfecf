package dev.darkroom.database.writer;

import com.zaxxer.hikari.HikariDataSource;
import dev.darkroom.database.ConnectionPools;
import dev.darkroom.database.Database;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;
import dev.darkroom.system.BackoffPolicy;
import dev.darkroom.system.ThreadPause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/**
 * Group commit: callers on any thread submit rows for {@link BatchStatement}s, and those that gather while the last transaction
 * is being flushed to disk share the next one. A caller that waits for each of its writes has them in order; writes that are
 * not waited for may overtake each other. Timestamps inside should be {@code clock_timestamp()}: {@code now()} is the whole
 * batch's.
 *
 * <p>A write that would wait for a lock of another session is set aside and retried, for a minute at most, while all others
 * continue; the writes of one key keep their order nevertheless.
 *
 * <p>A write fails with a {@link DatabaseException}. When it is {@link DatabaseException#retryable()} because the connection
 * was lost, it is unknown whether it was written: it must be possible to submit the statement again.
 */
public final class GroupCommitWriter implements AutoCloseable {
    /** Connections for writes that wait for locks, in addition to those of the lanes. */
    static final int LOCK_CONNECTIONS = 4;

    /** Large enough that the disk and not the number is the limit, small enough that no write waits long for the others. */
    private static final int BATCH = 2000;

    /** How long a write waits for a lock of another session before it fails. */
    public static final Duration LOCK_LIMIT = Duration.ofMinutes(1);

    private static final BackoffPolicy RETRY_BACKOFF = new BackoffPolicy(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final HikariDataSource pool;
    private final List<WriterThread> lanes;
    private final LockWaits lockWaits;
    private volatile boolean closed;

    /** Opens a writer with its own connections to this database, which {@link #close} closes. */
    public static GroupCommitWriter open(DatabaseSettings settings, int lanes) {
        return open(settings, lanes, BATCH, LOCK_LIMIT);
    }

    /**
     * @param batch the maximum number of writes per transaction
     * @param lockLimit how long a write waits for a lock of another session before it fails
     */
    public static GroupCommitWriter open(DatabaseSettings settings, int lanes, int batch, Duration lockLimit) {
        if (lanes < 1) {
            throw new IllegalArgumentException("A writer needs at least one lane, not " + lanes + ".");
        }
        return new GroupCommitWriter(
                ConnectionPools.writer(settings, lanes + LOCK_CONNECTIONS), lanes, batch, lockLimit);
    }

    private GroupCommitWriter(HikariDataSource pool, int lanes, int batch, Duration lockLimit) {
        this.pool = pool;
        Jdbi jdbi = Database.jdbi(pool);
        lockWaits = new LockWaits(jdbi, LOCK_CONNECTIONS, lockLimit);
        this.lanes = IntStream.range(0, lanes)
                .mapToObj(number -> new WriterThread(jdbi, lockWaits, "writer-" + number, batch))
                .toList();
    }

    /**
     * Waits until the write is committed. Returns the statement's result for this row, an empty text when it returned only the
     * number; empty when the row changed nothing.
     *
     * @param lane writes that take the same lock in the database, such as all writes of a user, should share a lane
     * @param key the row that is changed: two writes with one key are never part of one execution
     */
    public Optional<String> write(Object lane, Object key, BatchRow write) {
        try {
            return submit(lane, key, write).join();
        } catch (CompletionException exception) {
            throw DatabaseException.of(exception.getCause() == null ? exception : exception.getCause());
        }
    }

    /**
     * Like {@link #write}, for what only the caller knows: while the database is unavailable or another session is in the way,
     * the write is repeated until it succeeds, the writer closes or the thread is interrupted.
     */
    public Optional<String> writeUntilTaken(Object lane, Object key, BatchRow write) {
        for (int failures = 1; ; failures++) {
            try {
                return write(lane, key, write);
            } catch (DatabaseException failure) {
                if (!failure.retryable() || closed || Thread.currentThread().isInterrupted()) {
                    throw failure;
                }
                CategoryLog.warning(
                        LogCategory.DB_UPDATE,
                        LogMark.WARNING,
                        "The state of {} is not written yet, trying again: {}",
                        key,
                        failure.getMessage());
                ThreadPause.of(RETRY_BACKOFF.after(failures));
            }
        }
    }

    public CompletableFuture<Optional<String>> submit(Object lane, Object key, BatchRow write) {
        return lanes.get(Math.floorMod(lane.hashCode(), lanes.size()))
                .submit(new PendingWrite(lane, key, write, new CompletableFuture<>()));
    }

    /** Returns the number of waiting writes. */
    public int waiting() {
        return lanes.stream().mapToInt(WriterThread::waiting).sum() + lockWaits.size();
    }

    /** Writes everything submitted before and ends; writes that are still locked are tried once more and fail. */
    @Override
    public void close() {
        closed = true;
        lanes.forEach(WriterThread::close);
        lockWaits.close();
        pool.close();
    }
}
