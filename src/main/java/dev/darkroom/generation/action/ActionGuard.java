package dev.darkroom.generation.action;

import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.HoldReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why an act is not possible in a state. One rule for the button that is grey and for the act that is refused. */
public enum ActionGuard {
    NOT_ENDED("An engine is at work or will be; only an ended generation is retried."),
    WHOLE("It is completed with all its files: there is nothing to retry."),
    NOTHING_TO_RECOVER("It is completed with its file and its link: there is nothing to recover."),
    NO_RESULT("It is completed, but no result of fal.ai is kept: there is nothing to store or to sign again."),
    ENDED_WITHOUT_RESULT("It has ended; retry it instead."),
    AT_WORK("Its engine is alive and at work on it; it asks fal.ai by itself."),
    ENDED("It has ended already."),
    CANCEL_ASKED("Cancel was asked; fal.ai's answer is awaited."),
    NOT_ENDED_YET("It has not ended; cancel it or mark it failed, which refunds it."),
    REFUNDED("Its credits were refunded already."),
    DELIVERED("It was delivered and stays paid; goodwill is a Grant in Credits."),
    ONLY_UNKNOWN("Only for a generation whose submit was never answered."),
    COMPLETED_IS_NOT_EDITED("It is completed; ask for a new generation with another input."),
    NOT_WAITING("Only what waits has a place in the queue."),
    UNREADABLE("Its input cannot be read, so nothing can be made of it again.");

    private final String sentence;

    ActionGuard(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }

    /** {@code moving}: an engine that is alive works on it and fal.ai was heard lately. */
    public static Optional<ActionGuard> of(OperatorAction act, Generation generation, boolean moving) {
        return Optional.ofNullable(
                switch (act) {
                    case RECOVER -> recover(generation, moving);
                    case RETRY -> retry(generation);
                    case EDIT_AND_RETRY -> edit(generation);
                    case CANCEL ->
                        generation.status().isFinal()
                                ? ENDED
                                : generation.cancelRequestedAt() == null ? null : CANCEL_ASKED;
                    case REFUND -> refund(generation);
                    case MARK_FAILED ->
                        generation.status().isFinal() ? ENDED : generation.delivered() ? DELIVERED : null;
                    case ATTACH, SEND_AGAIN -> generation.hold() == HoldReason.SUBMIT_UNKNOWN ? null : ONLY_UNKNOWN;
                    case PRIORITY -> generation.status() == GenerationStatus.PENDING ? null : NOT_WAITING;
                });
    }

    private static @Nullable ActionGuard recover(Generation generation, boolean moving) {
        Generation.Media media = generation.media();
        return switch (generation.status()) {
            case PENDING -> null;
            case PROCESSING -> moving ? AT_WORK : null;
            case FAILED, CANCELLED -> ENDED_WITHOUT_RESULT;
            case COMPLETED -> generation.result() == null && media.filesStored() == 0 ? NO_RESULT : null;
        };
    }

    private static @Nullable ActionGuard retry(Generation generation) {
        if (!generation.status().isFinal()) {
            return NOT_ENDED;
        }
        boolean whole = generation.status() == GenerationStatus.COMPLETED
                && generation.media().warning() == null;
        return whole ? WHOLE : generation.unreadable() == null ? null : UNREADABLE;
    }

    private static @Nullable ActionGuard edit(Generation generation) {
        if (generation.status() == GenerationStatus.COMPLETED) {
            return COMPLETED_IS_NOT_EDITED;
        }
        return !generation.status().isFinal() ? NOT_ENDED : generation.unreadable() == null ? null : UNREADABLE;
    }

    private static @Nullable ActionGuard refund(Generation generation) {
        if (generation.status() == GenerationStatus.COMPLETED) {
            return DELIVERED;
        }
        return !generation.status().isFinal() ? NOT_ENDED_YET : generation.refunded() ? REFUNDED : null;
    }
}
