package dev.darkroom.generation.action;

import dev.darkroom.message.CodedMessage;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * One action on many generations, and its progress.
 *
 * @param what a description of the chosen generations
 * @param budget the credits that may be deducted in total, null = no limit
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

    public enum State {
        RUNNING,
        /** Stopped by an operator; open items are skipped. */
        STOPPED,
        DONE
    }

    /** The number of its items in each state. */
    public record Counts(long open, long done, long skipped, long failed) {
        public long all() {
            return open + done + skipped + failed;
        }
    }

    /** One generation of the action and its outcome; {@code outcome} is empty while it is open. */
    public record Item(UUID generation, String model, String userId, ItemState state, CodedMessage outcome) {
        public Item(UUID generation, String model, String userId, ItemState state, @Nullable CodedMessage outcome) {
            this.generation = generation;
            this.model = model;
            this.userId = userId;
            this.state = state;
            this.outcome = outcome == null ? CodedMessage.NONE : outcome;
        }
    }

    public enum ItemState {
        OPEN,
        DONE,
        SKIPPED,
        FAILED
    }
}
