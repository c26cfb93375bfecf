package dev.darkroom.database.writer;

import dev.darkroom.database.DatabaseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A submitted write and the future for its result.
 *
 * @param lane shared by writes that take the same lock in the database, such as those of a user
 * @param key the row that is changed: the writes of one key are done in order
 */
record PendingWrite(Object lane, Object key, BatchRow write, CompletableFuture<Optional<String>> answer) {
    void fail(Throwable cause) {
        answer.completeExceptionally(DatabaseException.of(cause));
    }
}
