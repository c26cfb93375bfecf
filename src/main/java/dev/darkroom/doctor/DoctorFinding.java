package dev.darkroom.doctor;

import dev.darkroom.message.CodedMessage;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One disagreement between two places.
 *
 * @param key names it among those of its kind: a generation, a line of the ledger, a user, a path or a request
 * @param scope the model of a request, the bucket of an object; empty for others
 * @param at when it came to be so, as far as that is known
 * @param value in the unit of its kind
 * @param first what the first side says
 * @param second what the second side says
 */
public record DoctorFinding(
        DoctorCheck check,
        String key,
        @Nullable UUID generation,
        @Nullable UUID file,
        String user,
        String scope,
        @Nullable Instant at,
        long value,
        CodedMessage first,
        CodedMessage second) {

    /** What it is called in a list: the id of the generation where there is one. */
    public String name() {
        return generation == null ? key : generation.toString();
    }
}
