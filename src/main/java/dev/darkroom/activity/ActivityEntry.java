package dev.darkroom.activity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.message.CodedMessage;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of Activity.
 *
 * @param action as {@link ActivityRecord#action()}; for an engine, the kind of its timeline line
 * @param subject a model, a cause of failures or an engine; for a bulk action, its selection; empty if there is none
 * @param bulk the bulk action that this line is, or belongs to
 * @param counts the counts of a bulk action
 * @param before a missing node if there is none
 */
public record ActivityEntry(
        Key key,
        String actor,
        String action,
        @Nullable UUID generation,
        @Nullable String user,
        CodedMessage subject,
        CodedMessage reason,
        ActivityRecord.Result result,
        CodedMessage outcome,
        JsonNode before,
        JsonNode after,
        @Nullable UUID bulk,
        Optional<BulkCounts> counts) {

    /** The table that a line comes from. */
    public enum Source {
        OPERATOR,
        BULK,
        ENGINE
    }

    /** The position of a line in the list. */
    public record Key(Instant at, Source source, long number) {}

    /** The number of a bulk action's items in each state, and the credits spent. */
    public record BulkCounts(long open, long done, long skipped, long failed, long spent) {
        public long all() {
            return open + done + skipped + failed;
        }
    }

    public Instant at() {
        return key.at();
    }

    public boolean isBulk() {
        return key.source() == Source.BULK;
    }
}
