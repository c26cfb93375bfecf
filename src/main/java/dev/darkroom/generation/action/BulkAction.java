package dev.darkroom.generation.action;

import dev.darkroom.message.CodedMessage;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * One action on many, and how far it has come.
 *
 * @param what in words: which ones were chosen
 * @param budget credits that may be deducted for all of it, null = no ceiling
 */
public record BulkAction(
        UUID id,
        OperatorAction act,
        String reason,
        String actor,
        String what,
        @Nullable Long budget,
        long spent,
        State state,
        @Nested Counts counts,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    /** Whether what it does to a generation is not over with it: the generation goes on from there. */
    public boolean begins() {
        return act == OperatorAction.RECOVER || act == OperatorAction.RETRY;
    }

    public enum State {
        RUNNING,
        /** By a person; what was open is skipped. */
        STOPPED,
        DONE
    }

    /** How many of its items are in which state. */
    public record Counts(long open, long done, long skipped, long failed) {
        public long all() {
            return open + done + skipped + failed;
        }
    }

    /** What became of one of them; {@code outcome} is empty while it is open. */
    public record Item(UUID generation, String model, String userId, ItemState state, CodedMessage outcome) {}

    public enum ItemState {
        OPEN,
        DONE,
        SKIPPED,
        FAILED
    }
}
