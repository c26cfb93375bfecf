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
 * @param action as {@link ActivityRecord#action()}; of an engine the kind of its line in the timeline
 * @param subject a model, a cause of failures; of a bulk action which ones were chosen
 * @param bulk the bulk action that it is, or that it is a part of
 * @param counts of a bulk action
 * @param before missing where there is none
 */
public record ActivityEntry(
        Key key,
        String actor,
        String action,
        @Nullable UUID generation,
        @Nullable String user,
        @Nullable String subject,
        CodedMessage reason,
        ActivityRecord.Result result,
        CodedMessage outcome,
        JsonNode before,
        JsonNode after,
        @Nullable UUID bulk,
        Optional<BulkCounts> counts) {

    /** Where a line was written down. */
    public enum Source {
        OPERATOR,
        BULK,
        ENGINE
    }

    /** The place of a line in the list. */
    public record Key(Instant at, Source source, long number) {}

    /** How many of a bulk action are in which state, and what it took. */
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
