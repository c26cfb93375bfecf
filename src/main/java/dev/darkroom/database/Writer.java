package dev.darkroom.database;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/**
 * Group commit: callers on any thread hand in conditional statements, and what has gathered while the last transaction was
 * on its way to the disk shares the next one. A caller that waits for each of its writes has them in order; writes that
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

    /** Waits until it is committed; how many rows it changed. The key, a generation's id, decides the lane. */
    public int write(Object key, Write write) {
        return joined(submit(key, write));
    }

    /**
     * Writes several statements in one transaction, one after the other: the later ones only when the first changed a row,
     * else they count 0. All or nothing.
     */
    public List<Integer> write(Object key, List<Write> unit) {
        return joined(submit(key, unit));
    }

    public CompletableFuture<Integer> submit(Object key, Write write) {
        return submit(key, List.of(write)).thenApply(List::getFirst);
    }

    public CompletableFuture<List<Integer>> submit(Object key, List<Write> unit) {
        if (unit.isEmpty()) {
            throw new IllegalArgumentException("A unit has at least one statement.");
        }
        return lanes.get(Math.floorMod(key.hashCode(), lanes.size())).submit(List.copyOf(unit));
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

    private static <T> T joined(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException exception) {
            throw DatabaseException.of(exception.getCause() == null ? exception : exception.getCause());
        }
    }
}
