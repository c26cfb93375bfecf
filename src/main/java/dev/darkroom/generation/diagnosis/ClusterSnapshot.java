package dev.darkroom.generation.diagnosis;

import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.generation.engine.QuotaUsage;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The context of a diagnosis besides the row: the database's clock, the engines, the pauses, the limits and their load. */
public record ClusterSnapshot(
        Instant now, List<EngineBeat> engines, List<ServiceCircuitBreaker.Pause> pauses, QuotaUsage load) {
    public ClusterSnapshot {
        engines = List.copyOf(engines);
        pauses = List.copyOf(pauses);
    }

    /** An engine and its last heartbeat. */
    public record EngineBeat(
            UUID id, String host, GenerationEngine.State state, int capacity, int inFlight, Instant heartbeatAt) {}

    public ClusterSnapshot at(Instant later) {
        return new ClusterSnapshot(later, engines, pauses, load);
    }

    Optional<EngineBeat> engine(UUID id) {
        return engines.stream().filter(engine -> engine.id().equals(id)).findFirst();
    }

    boolean isAlive(EngineBeat engine, Duration silence) {
        return engine.state() != GenerationEngine.State.STOPPED
                && Duration.between(engine.heartbeatAt(), now).compareTo(silence) <= 0;
    }

    /** Returns the limit that alone keeps it from being taken now; empty for a generation that is not due yet. */
    Optional<QuotaUsage.InUse> limitOf(GenerationRow row) {
        return row.nextAttemptAt().isAfter(now) ? Optional.empty() : load.reachedLimit(row.userId(), row.model());
    }

    List<EngineBeat> alive(Duration silence) {
        return engines.stream().filter(engine -> isAlive(engine, silence)).toList();
    }
}
