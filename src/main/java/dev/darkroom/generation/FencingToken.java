package dev.darkroom.generation;

import java.util.UUID;

/** The right of one attempt to write: every write names it, and a stale one changes nothing. */
record FencingToken(UUID generation, String userId, UUID engine, long epoch) {
    static FencingToken of(Generation generation) {
        UUID owner = generation.lease().owner();
        if (owner == null) {
            throw new IllegalArgumentException("Generation " + generation.id() + " is not claimed.");
        }
        return new FencingToken(
                generation.id(), generation.userId(), owner, generation.lease().epoch());
    }
}
