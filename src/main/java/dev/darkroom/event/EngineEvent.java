package dev.darkroom.event;

import java.util.UUID;

/** Something the engine did, told after its commit. Carries keys only: who wants more asks the database. */
public sealed interface EngineEvent {
    /** {@code what} is the step as the timeline names it. */
    record GenerationChanged(UUID generation, String userId, String what) implements EngineEvent {}

    record CreditsChanged(String userId) implements EngineEvent {}

    record FileStored(UUID generation, UUID file) implements EngineEvent {}

    /** Engine started, paused, stopped, or took or gave back work. */
    record EngineChanged(UUID engine) implements EngineEvent {}

    /** Submitting as a whole began or ceased to wait for a service. */
    record PauseChanged(String service) implements EngineEvent {}

    /** A bulk act began, went on or ended. */
    record BulkChanged(UUID bulk) implements EngineEvent {}
}
