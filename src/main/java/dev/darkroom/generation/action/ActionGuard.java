package dev.darkroom.generation.action;

import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.HoldReason;
import dev.darkroom.message.CodedMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reasons why an action is not possible in a state. One rule disables the button and refuses the action. */
public enum ActionGuard {
    NOT_ENDED,
    WHOLE,
    NOTHING_TO_RECOVER,
    NO_RESULT,
    ENDED_WITHOUT_RESULT,
    AT_WORK,
    ENDED,
    CANCEL_ASKED,
    NOT_ENDED_YET,
    REFUNDED,
    DELIVERED,
    ONLY_UNKNOWN,
    COMPLETED_IS_NOT_EDITED,
    NOT_WAITING,
    NOT_BACKING_OFF,
    UNREADABLE;

    public CodedMessage message() {
        return CodedMessage.of("no." + name());
    }

    /** @param beingWorkedOn whether a live engine works on it and fal.ai has reported something lately */
    public static Optional<ActionGuard> of(OperatorAction action, Generation generation, boolean beingWorkedOn) {
        return Optional.ofNullable(
                switch (action) {
                    case RECOVER -> recover(generation, beingWorkedOn);
                    case RETRY -> retry(generation);
                    case RETRY_NOW -> isBackingOff(generation) ? null : NOT_BACKING_OFF;
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

    private static @Nullable ActionGuard recover(Generation generation, boolean beingWorkedOn) {
        Generation.Media media = generation.media();
        return switch (generation.status()) {
            case PENDING -> null;
            case PROCESSING -> beingWorkedOn ? AT_WORK : null;
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

    /** Whether it waits until a time, by the database's clock, which also decides whether that time has come. */
    public static boolean isBackingOff(Generation generation) {
        return generation.status() == GenerationStatus.PENDING
                && generation.hold() == null
                && generation.nextAttemptAt().isAfter(generation.updatedAt());
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
