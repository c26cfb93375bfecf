package dev.darkroom.database;

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
 * <p>A write fails with a {@link DatabaseException}. When it is {@link DatabaseException#retryable()} because the connection
 * was lost, it is unknown whether it was written: the statement must be such that it can be handed in again.
 */
public final class Writer implements AutoCloseable {
    private final List<WriterLane> lanes;

    Writer(Jdbi jdbi, int lanes) {
        if (lanes < 1) {
            throw new IllegalArgumentException("A writer needs at least one lane, not " + lanes + ".");
        }
        this.lanes = IntStream.range(0, lanes)
                .mapToObj(number -> new WriterLane(jdbi, "writer-" + number))
                .toList();
    }

    /**
     * Waits until it is committed. What the statement gave for this row, an empty text when it gave only the number; empty
     * when the row changed nothing.
     *
     * @param lane what takes the same lock in the database should take the same lane, as all writes of a user
     * @param key what the row changes: two writes with one key never meet in one execution
     */
    public Optional<String> write(Object lane, Object key, Write write) {
        try {
            return submit(lane, key, write).join();
        } catch (CompletionException exception) {
            throw DatabaseException.of(exception.getCause() == null ? exception : exception.getCause());
        }
    }

    public CompletableFuture<Optional<String>> submit(Object lane, Object key, Write write) {
        return lanes.get(Math.floorMod(lane.hashCode(), lanes.size())).submit(key, write);
    }

    /** How many writes wait. */
    public int waiting() {
        return lanes.stream().mapToInt(WriterLane::waiting).sum();
    }

    /** Writes what was handed in before and ends. */
    @Override
    public void close() {
        lanes.forEach(WriterLane::close);
    }
}
