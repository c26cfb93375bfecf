package dev.darkroom.metric;

import dev.darkroom.message.CodedMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Failures of one cause and model.
 *
 * @param fingerprint derived from the code and the message without ids, numbers and addresses
 * @param message the most recent message
 * @param count within the requested range
 * @param firstSeen over all time
 * @param trend the number in each step of the range
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
    /** The operator who marked it as known, and when. */
    public record Known(String by, Instant at) {}

    ErrorGroup withKnown(Optional<Known> mark) {
        return new ErrorGroup(fingerprint, model, code, message, count, firstSeen, lastSeen, trend, mark);
    }

    /** Whether it recurred after somebody had marked it as known. */
    public boolean hasRecurred() {
        return known.isPresent() && lastSeen.isAfter(known.get().at());
    }
}
