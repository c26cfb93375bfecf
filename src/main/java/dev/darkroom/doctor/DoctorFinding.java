package dev.darkroom.doctor;

import dev.darkroom.message.CodedMessage;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One mismatch between two places.
 *
 * @param key identifies it within its kind: a generation, a line of the ledger, a user, a path or a request
 * @param scope the model of a request, the bucket of an object; empty for others
 * @param at when it arose, if known
 * @param value in the unit of its kind
 * @param first the statement of the first side
 * @param second the statement of the second side
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

    /** Returns its name in a list: the id of the generation if there is one. */
    public String name() {
        return generation == null ? key : generation.toString();
    }
}
