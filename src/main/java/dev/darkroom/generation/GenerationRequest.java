package dev.darkroom.generation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A request for a generation.
 *
 * @param idempotencyKey the same key twice yields the same generation; null when the caller has none
 * @param actor the requester's name in timeline and ledger
 * @param maxAttempts null for the default, which the schema holds
 */
public record GenerationRequest(
        String userId,
        String model,
        ObjectNode input,
        @Nullable String idempotencyKey,
        String actor,
        @Nullable Integer maxAttempts) {
    public GenerationRequest(String userId, String model, ObjectNode input, String actor) {
        this(userId, model, input, null, actor, null);
    }

    GenerationRequest ofModel(String id) {
        return new GenerationRequest(userId, id, input, idempotencyKey, actor, maxAttempts);
    }
}
