package dev.darkroom.generation.action;

import dev.darkroom.generation.Generation;
import dev.darkroom.generation.GenerationStatus;
import dev.darkroom.generation.HoldReason;
import dev.darkroom.message.CodedMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state an action was decided on. Each action advances it, so a second click, or a second console, finds a different
 * version and changes nothing.
 */
public record ExpectedVersion(
        GenerationStatus status, long epoch, @Nullable HoldReason hold) {
    public static ExpectedVersion of(Generation generation) {
        return new ExpectedVersion(generation.status(), generation.lease().epoch(), generation.hold());
    }

    /** Returns how the generation differs from the version seen, or empty if it does not. */
    Optional<CodedMessage> change(Generation now) {
        if (equals(of(now))) {
            return Optional.empty();
        }
        return Optional.of(
                status == now.status()
                        ? CodedMessage.of("changed.acted")
                        : CodedMessage.of("changed.status", status(now.status())));
    }

    static CodedMessage status(GenerationStatus status) {
        return CodedMessage.of("status." + status);
    }
}
