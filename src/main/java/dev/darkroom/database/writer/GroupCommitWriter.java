package dev.darkroom.database.writer;

import com.zaxxer.hikari.HikariDataSource;
import dev.darkroom.database.ConnectionPools;
import dev.darkroom.database.Database;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.database.DatabaseSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/**
 * Group commit: callers on any thread hand in rows for {@link BatchStatement}s, and what has gathered while the last transaction
 * was on its way to the disk shares the next one. A caller that waits for each of its writes has them in order; writes that
 * are not waited for may pass each other. Times inside should be {@code clock_timestamp()}: {@code now()} is the whole batch's.
 *
 * <p>A write that would wait for a lock of another session is set aside and tried again, for a minute at most, while all others
 * go on; the writes of one key keep their order all the same.
 *
 * <p>A write fails with a {@link DatabaseException}. When it is {@link DatabaseException#retryable()} because the connection
 * was lost, it is unknown whether it was written: the statement must be such that it can be handed in again.
 */
public final class GroupCommitWriter implements AutoCloseable {
    /** Connections beside those of the lanes, for what waits for locks. */
    static final int LOCK_CONNECTIONS = 4;

    /** Large enough that the disk and not the number decides, small enough that nobody waits long for the others. */
    private static final int BATCH = 1000;

    /** How long a write waits for a lock of another session before it fails. */
    public static final Duration LOCK_LIMIT = Duration.ofMinutes(1);

    private final HikariDataSource pool;
    private final List<WriterThread> lanes;
    private final LockWaits lockWaits;
    private volatile boolean closed;

    /** With connections of its own to this database, which {@link #close} closes. */
    public static GroupCommitWriter open(DatabaseSettings settings, int lanes) {
        return open(settings, lanes, BATCH, LOCK_LIMIT);
    }

    /**
     * @param batch how many writes share a transaction at most
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
     * Waits until it is committed. What the statement gave for this row, an empty text when it gave only the number; empty
     * when the row changed nothing.
     *
     * @param lane what takes the same lock in the database should take the same lane, as all writes of a user
     * @param key what the row changes: two writes with one key never meet in one execution
     */
    public Optional<String> write(Object lane, Object key, BatchRow write) {
        try {
            return submit(lane, key, write).join();
        } catch (CompletionException exception) {
            throw DatabaseException.of(exception.getCause() == null ? exception : exception.getCause());
        }
    }

    public CompletableFuture<Optional<String>> submit(Object lane, Object key, BatchRow write) {
        return lanes.get(Math.floorMod(lane.hashCode(), lanes.size()))
                .submit(new PendingWrite(lane, key, write, new CompletableFuture<>()));
    }

    /** Whether it takes no writes any more. */
    public boolean isClosed() {
        return closed;
    }

    /** How many writes wait. */
    public int waiting() {
        return lanes.stream().mapToInt(WriterThread::waiting).sum() + lockWaits.size();
    }

    /** Writes what was handed in before and ends; what is locked all the same is tried once more and fails. */
    @Override
    public void close() {
        closed = true;
        lanes.forEach(WriterThread::close);
        lockWaits.close();
        pool.close();
    }
}
