package dev.darkroom.fal;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A job's status as reported by fal. The protocol has no "failed" status: a failure appears in {@link Completed} or only in the
 * result. Should fal report FAILED, ERROR or CANCELLED after all, it is read as {@link Completed} with an error.
 */
public sealed interface FalStatus {
    /** Queued; the position counts from 0 and is sometimes missing. A running job can return to this status. */
    record InQueue(OptionalInt position) implements FalStatus {}

    record InProgress() implements FalStatus {}

    /**
     * Finished, successfully or not: always fetch the result now. {@code error} and {@code errorType} are set for platform
     * failures but often missing for model failures.
     */
    record Completed(Optional<String> error, Optional<String> errorType) implements FalStatus {}

    /** fal does not know the id (404): it expired, never existed or, right after the submit, is not there yet. */
    record Gone(String detail) implements FalStatus {}

    /** A status outside the protocol: treated as still running, so keep polling, and report it in the diagnosis. */
    record Unrecognised(String value) implements FalStatus {}

    /** The protocol's word for the status, for log lines and table cells. */
    default String word() {
        return switch (this) {
            case InQueue _ -> "IN_QUEUE";
            case InProgress _ -> "IN_PROGRESS";
            case Completed _ -> "COMPLETED";
            case Gone _ -> "NOT_FOUND";
            case Unrecognised unknown -> unknown.value();
        };
    }
}
