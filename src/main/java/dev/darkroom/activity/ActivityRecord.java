package dev.darkroom.activity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code operator_action}, an append-only table.
 *
 * @param action a word in capitals; the console has labels for known actions
 * @param reason what a person wrote, or a {@link CodedMessage#stored() stored message}
 * @param user the account concerned
 * @param subject another subject, such as a model
 * @param bulk the bulk action that the line belongs to
 * @param before null for something created, as {@code after} is for something removed
 */
public record ActivityRecord(
        String action,
        String actor,
        String reason,
        Result result,
        CodedMessage outcome,
        @Nullable UUID generation,
        @Nullable String user,
        @Nullable String subject,
        @Nullable UUID bulk,
        @Nullable ObjectNode before,
        @Nullable ObjectNode after) {

    /** How an action ended. */
    public enum Result {
        DONE,
        /** Nothing was changed; the outcome gives the reason. */
        SKIPPED,
        FAILED,
        /** A bulk action in progress. */
        RUNNING
    }

    public static ActivityRecord of(String action, String actor, String reason, CodedMessage outcome) {
        return new ActivityRecord(action, actor, reason, Result.DONE, outcome, null, null, null, null, null, null);
    }

    public ActivityRecord ended(Result how) {
        return new ActivityRecord(action, actor, reason, how, outcome, generation, user, subject, bulk, before, after);
    }

    public ActivityRecord about(@Nullable UUID ofGeneration, @Nullable String ofUser) {
        return new ActivityRecord(
                action, actor, reason, result, outcome, ofGeneration, ofUser, subject, bulk, before, after);
    }

    public ActivityRecord on(@Nullable String something) {
        return new ActivityRecord(
                action, actor, reason, result, outcome, generation, user, something, bulk, before, after);
    }

    public ActivityRecord within(@Nullable UUID bulkAct) {
        return new ActivityRecord(
                action, actor, reason, result, outcome, generation, user, subject, bulkAct, before, after);
    }

    public ActivityRecord changing(@Nullable ObjectNode from, @Nullable ObjectNode to) {
        return new ActivityRecord(action, actor, reason, result, outcome, generation, user, subject, bulk, from, to);
    }

    /** Writes the line in the transaction of the recorded action. */
    public void write(Handle handle) {
        handle.createUpdate("""
                        insert into operator_action
                          (action, actor, reason, result, outcome, generation_id, user_id, subject, bulk_id, before, after)
                        values (:action, :actor, :reason, :result, cast(:outcome as jsonb), :generation, :user, :subject,
                                :bulk, cast(:before as jsonb), cast(:after as jsonb))
                        """)
                .bind("action", action)
                .bind("actor", actor)
                .bind("reason", reason)
                .bind("result", result)
                .bind("outcome", outcome.stored())
                .bind("generation", generation)
                .bind("user", user)
                .bind("subject", subject)
                .bind("bulk", bulk)
                .bind("before", before == null ? null : JsonMapping.write(before))
                .bind("after", after == null ? null : JsonMapping.write(after))
                .execute();
    }
}
