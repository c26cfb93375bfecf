package dev.darkroom.event;

import java.util.UUID;

/** A change made by the engine, published after its commit. Contains keys only: subscribers read the rest from the database. */
public sealed interface EngineEvent {
    record GenerationChanged(UUID generation, String userId, Change change) implements EngineEvent {}

    /** The meaning of a generation's change for engines. */
    enum Change {
        /** There may be something to claim. */
        WORK,
        /** An operator wants to cancel it. */
        CANCEL,
        /** Nothing that engines need to react to. */
        PROGRESS
    }

    record CreditsChanged(String userId) implements EngineEvent {}

    record FileStored(UUID generation, UUID file) implements EngineEvent {}

    /** Engine started, paused, stopped, or took or gave back work. */
    record EngineChanged(UUID engine) implements EngineEvent {}

    /** Submitting as a whole was paused or resumed because of a service. */
    record PauseChanged(String service) implements EngineEvent {}

    /** A bulk action started, progressed or ended. */
    record BulkChanged(UUID bulk) implements EngineEvent {}
}
