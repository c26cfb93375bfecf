package dev.darkroom.generation.diagnosis;

import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.message.CodedMessage;
import org.jspecify.annotations.Nullable;

/**
 * How a generation stands: the state for its chip and, in words, what is wrong or what it waits for, since when, which
 * limit it passed, who went silent, and the one action that is safe. Pure: the same row and situation give the same words.
 *
 * @param cause why it wants a person's attention; null when it does not
 * @param title what is the matter, in one line
 * @param brief the same for a cell of a table; empty when there is nothing to say
 * @param remark what the action does, or why nothing needs to be done
 */
public record GenerationDiagnosis(
        State state,
        @Nullable Cause cause,
        CodedMessage title,
        CodedMessage brief,
        CodedMessage sentence,
        SafeAction act,
        CodedMessage remark) {

    /** What the chip shows. */
    public enum State {
        WAITING,
        AT_FAL,
        STORING,
        RETRYING,
        STUCK,
        COMPLETED,
        FAILED,
        CANCELLED
    }

    /** The kinds of being stuck, and of an end that left something open. */
    public enum Cause {
        /** The engine that held it is not heard any more. */
        WORKER_GONE,
        /** Longer in fal.ai's queue than is usual for the model. */
        QUEUE_TOO_LONG,
        /** Longer running at fal.ai than is usual for the model. */
        RUN_TOO_LONG,
        /** Rendered or about to be, and nobody fetches it while fal.ai still keeps it. */
        RESULT_EXPIRING,
        UPLOAD_FAILING,
        /** Completed, but there is no path or no url. */
        NO_MEDIA_URL,
        /** Sent, and nobody knows whether fal.ai has it. */
        SUBMIT_UNKNOWN,
        /** Its job is at another address than the one that is configured. */
        FOREIGN_ORIGIN,
        /** fal.ai refuses to say anything of its job. */
        JOB_REFUSED,
        /** What is asked for cannot be read. */
        UNREADABLE,
        /** Ended without a result, and the credits were kept. */
        NOT_REFUNDED
    }

    /** The action that cannot make it worse. */
    public enum SafeAction {
        /** It goes on, or has ended, by itself. */
        NONE,
        RETRY,
        /** Does not wait for the time of the next attempt. */
        RETRY_NOW,
        CANCEL,
        /** Asks fal.ai about the stored request, then goes on from the stage reached; nothing is paid again. */
        RECOVER,
        /** Gives back what was kept, once. */
        REFUND,
        /** Signs the stored file again. */
        NEW_LINK
    }

    public static GenerationDiagnosis of(GenerationRow row, ClusterSnapshot situation, StuckThresholds limits) {
        return new DiagnosisRules(row, situation, limits).diagnosis();
    }

    public boolean needsAttention() {
        return cause != null;
    }

    /**
     * The state for the chip of a row. Stuck is what the monitor has stored a cause for, until it takes it away: so a list shows
     * as stuck what counts and filters say is stuck, and not a moment earlier. What has failed or was cancelled says so itself.
     */
    public State shown(GenerationRow row) {
        return switch (row.status()) {
            case FAILED -> State.FAILED;
            case CANCELLED -> State.CANCELLED;
            case PENDING, PROCESSING, COMPLETED -> row.attentionCause() != null ? State.STUCK : calm(row);
        };
    }

    private State calm(GenerationRow row) {
        if (state != State.STUCK) {
            return state;
        }
        return switch (row.status()) {
            case PENDING -> row.failure() == null ? State.WAITING : State.RETRYING;
            case PROCESSING ->
                row.stage() == GenerationStage.SUBMITTING || row.stage() == GenerationStage.SUBMITTED
                        ? State.AT_FAL
                        : State.STORING;
            case COMPLETED, FAILED, CANCELLED -> State.COMPLETED;
        };
    }
}
