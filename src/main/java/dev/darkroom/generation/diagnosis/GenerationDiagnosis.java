package dev.darkroom.generation.diagnosis;

import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.GenerationStage;
import dev.darkroom.message.CodedMessage;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a generation: the state for its chip and, in words, what is wrong or what it waits for, since when, which
 * limit was exceeded, which engine or service went silent, and the one action that is safe. Pure: the same row and situation
 * give the same words.
 *
 * @param cause why it needs an operator's attention; null when it does not
 * @param title the problem in one line
 * @param brief the same for a table cell; empty when there is nothing to say
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

    /** The states shown by the chip. */
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

    /** The ways of being stuck, and of an end that left something open. */
    public enum Cause {
        /** The engine that held it has no current heartbeat. */
        WORKER_GONE,
        /** Longer in fal.ai's queue than is usual for the model. */
        QUEUE_TOO_LONG,
        /** Longer running at fal.ai than is usual for the model. */
        RUN_TOO_LONG,
        /** Rendered or about to be, and nothing fetches it while fal.ai still keeps it. */
        RESULT_EXPIRING,
        UPLOAD_FAILING,
        /** Completed, but without a path or a URL. */
        NO_MEDIA_URL,
        /** Sent, and it is unknown whether fal.ai has it. */
        SUBMIT_UNKNOWN,
        /** Its job has a different address than the configured one. */
        FOREIGN_ORIGIN,
        /** fal.ai refuses requests about its job. */
        JOB_REFUSED,
        /** Its input cannot be read. */
        UNREADABLE,
        /** Ended without a result, and the credits were kept. */
        NOT_REFUNDED
    }

    /** The action that cannot make things worse. */
    public enum SafeAction {
        /** It continues, or has ended, by itself. */
        NONE,
        RETRY,
        /** Skips the wait for the next attempt. */
        RETRY_NOW,
        CANCEL,
        /** Asks fal.ai about the stored request, then resumes from the stage reached; nothing is paid again. */
        RECOVER,
        /** Refunds the credits that were kept, once. */
        REFUND,
        /** Signs the stored file again. */
        NEW_LINK
    }

    public static GenerationDiagnosis of(GenerationRow row, ClusterSnapshot cluster, StuckThresholds limits) {
        return new DiagnosisRules(row, cluster, limits).diagnosis();
    }

    public boolean needsAttention() {
        return cause != null;
    }

    /**
     * Returns the state for the chip of a row. A row is stuck while the monitor has a cause stored for it, so that a list shows
     * as stuck exactly what counts and filters treat as stuck, and not a moment earlier. A failed or cancelled row shows that
     * state.
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
