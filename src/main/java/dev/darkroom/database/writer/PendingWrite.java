package dev.darkroom.database.writer;

import dev.darkroom.database.DatabaseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What one caller handed in, and the promise of what it gave.
 *
 * @param lane what takes the same lock in the database, as a user
 * @param key what is changed: the writes of one key are done in their order
 */
record PendingWrite(Object lane, Object key, BatchRow write, CompletableFuture<Optional<String>> answer) {
    void fail(Throwable cause) {
        answer.completeExceptionally(DatabaseException.of(cause));
    }
}
