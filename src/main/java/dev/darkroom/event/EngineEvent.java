package dev.darkroom.event;

import java.util.UUID;

/** Something the engine did, told after its commit. Carries keys only: who wants more asks the database. */
public sealed interface EngineEvent {
    record GenerationChanged(UUID generation, String userId, Change change) implements EngineEvent {}

    /** What a change of a generation means for engines. */
    enum Change {
        /** There may be something to claim. */
        WORK,
        /** A person wants it ended. */
        CANCEL,
        /** Nothing that an engine waits for. */
        PROGRESS
    }

    record CreditsChanged(String userId) implements EngineEvent {}

    record FileStored(UUID generation, UUID file) implements EngineEvent {}

    /** Engine started, paused, stopped, or took or gave back work. */
    record EngineChanged(UUID engine) implements EngineEvent {}

    /** Submitting as a whole began or ceased to wait for a service. */
    record PauseChanged(String service) implements EngineEvent {}

    /** A bulk action began, went on or ended. */
    record BulkChanged(UUID bulk) implements EngineEvent {}
}
