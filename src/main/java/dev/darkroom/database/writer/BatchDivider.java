package dev.darkroom.database.writer;

import dev.darkroom.database.DatabaseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Writes a batch; a failing one is halved until the rows at fault are isolated, and all others are written. */
final class BatchDivider {
    /** The lock wait limit for a part of a batch, once some row of the batch is known to be locked. */
    static final Duration SHORT_LOCK_LIMIT = Duration.ofMillis(20);

    /** The time limit for halving a batch because of locks; after that the rest is handed on as a whole. */
    private static final long MAX_SEARCH_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final Jdbi jdbi;
    private final Consumer<List<PendingWrite>> withheld;
    private final BiConsumer<List<PendingWrite>, Throwable> contended;

    /**
     * @param withheld removes from a list about to be written what must not be written now
     * @param contended receives the writes blocked by another session's lock, with the reason
     */
    BatchDivider(
            Jdbi jdbi, Consumer<List<PendingWrite>> withheld, BiConsumer<List<PendingWrite>, Throwable> contended) {
        this.jdbi = jdbi;
        this.withheld = withheld;
        this.contended = contended;
    }

    /**
     * Writes a batch. No caller may be left waiting, so every failure goes to the futures or to {@code contended}.
     *
     * @param lockLimit the longest lock wait of the whole batch; null for that of the connection
     */
    void write(List<PendingWrite> batch, @Nullable Duration lockLimit) {
        write(batch, lockLimit, Long.MAX_VALUE);
    }

    private void write(List<PendingWrite> batch, @Nullable Duration lockLimit, long searchEnd) {
        withheld.accept(batch);
        if (batch.isEmpty()) {
            return;
        }
        try {
            WriterBatch.write(jdbi, batch, lockLimit);
        } catch (RuntimeException | Error exception) {
            long end = Math.min(searchEnd, System.nanoTime() + MAX_SEARCH_NANOS);
            switch (DatabaseException.kindOf(exception)) {
                case UNAVAILABLE -> fail(batch, exception);
                case REFUSED -> divide(batch, exception, end, this::fail);
                case CONTENTION -> divideContended(batch, exception, end);
            }
        }
    }

    private void divideContended(List<PendingWrite> batch, Throwable cause, long searchEnd) {
        if (System.nanoTime() > searchEnd) {
            contended.accept(batch, cause);
        } else {
            divide(batch, cause, searchEnd, contended);
        }
    }

    private void divide(
            List<PendingWrite> batch,
            Throwable cause,
            long searchEnd,
            BiConsumer<List<PendingWrite>, Throwable> alone) {
        int half = batch.size() / 2;
        if (half == 0) {
            alone.accept(batch, cause);
        } else {
            write(new ArrayList<>(batch.subList(0, half)), SHORT_LOCK_LIMIT, searchEnd);
            write(new ArrayList<>(batch.subList(half, batch.size())), SHORT_LOCK_LIMIT, searchEnd);
        }
    }

    private void fail(List<PendingWrite> batch, Throwable cause) {
        batch.forEach(pending -> pending.fail(cause));
    }
}
