package dev.darkroom.sandbox.storage;

import org.jspecify.annotations.Nullable;

/** How a request ends. */
sealed interface RequestOutcome {
    record Answered(StorageReply reply) implements RequestOutcome {}

    /**
     * The connection stays open, whatever else comes on it is never read.
     *
     * @param last what is still answered before that, if anything
     */
    record Stuck(@Nullable StorageReply last) implements RequestOutcome {}

    /** The connection is closed already and there is nobody left to answer. */
    record Cut() implements RequestOutcome {}
}
