package dev.darkroom.metric;

import dev.darkroom.message.CodedMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Failures of one cause and model.
 *
 * @param fingerprint made of the code and of what was said without ids, numbers and addresses
 * @param message as it was said last
 * @param count in the range that was asked for
 * @param firstSeen ever
 * @param trend how many in each step of the range
 */
public record ErrorGroup(
        String fingerprint,
        String model,
        String code,
        CodedMessage message,
        long count,
        Instant firstSeen,
        Instant lastSeen,
        List<Long> trend,
        Optional<Known> known) {
    /** Who looked at it, and when. */
    public record Known(String by, Instant at) {}

    /** Whether it came again after somebody had marked it as known. */
    public boolean isBack() {
        return known.isPresent() && lastSeen.isAfter(known.get().at());
    }
}
