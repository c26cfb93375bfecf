package dev.darkroom.generation;

import java.time.Duration;
import java.util.UUID;

/** The right of one attempt to write: every write carries it, and a stale one changes nothing. */
public record FencingToken(UUID generation, String userId, UUID engine, long epoch) {
    /**
     * A live engine renews the leases of its runs with each heartbeat. The property {@code darkroom.lease}, in seconds, is for
     * the chaos test, whose stores must take longer than a lease.
     */
    public static final Duration LEASE = Duration.ofSeconds(Long.getLong("darkroom.lease", 300));

    public static FencingToken of(Generation generation) {
        UUID owner = generation.lease().owner();
        if (owner == null) {
            throw new IllegalArgumentException("Generation " + generation.id() + " is not claimed.");
        }
        return new FencingToken(
                generation.id(), generation.userId(), owner, generation.lease().epoch());
    }
}
