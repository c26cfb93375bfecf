package dev.darkroom.generation;

import java.util.UUID;

/** The outcome of a request for a generation. */
public sealed interface GenerationCreationResult {
    /** Paid and waiting for an engine. */
    record Created(UUID generation, long credits, long balance) implements GenerationCreationResult {}

    /** The same request was made before under the same key: nothing was charged again. */
    record AlreadyThere(UUID generation) implements GenerationCreationResult {}

    /** Not enough credits: nothing deducted, nothing created. */
    record Refused(long needed, long available) implements GenerationCreationResult {}
}
