package dev.darkroom.generation;

import java.util.UUID;

/** What became of a wish for a generation. */
public sealed interface Creation {
    /** Paid and waiting for an engine. */
    record Created(UUID generation, long credits, long balance) implements Creation {}

    /** The same wish was made before under the same key: nothing was paid again. */
    record AlreadyThere(UUID generation) implements Creation {}

    /** Not enough credits: nothing deducted, nothing created. */
    record Refused(long needed, long available) implements Creation {}
}
