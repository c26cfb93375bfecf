package dev.darkroom.fal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What fal says about a job. There is no status "failed": a failure hides behind {@link Completed} or only in the result. */
public sealed interface FalStatus {
    /** Waiting; the position counts from 0 and is sometimes missing. A running job can fall back to this. */
    record InQueue(OptionalInt position) implements FalStatus {}

    /** Running; the log is the whole of it each time. */
    record InProgress(List<FalLog> logs) implements FalStatus {}

    /**
     * Finished, well or badly: always fetch the result now. {@code error} and {@code errorType} are there for failures of the
     * platform, often missing for those of the model.
     */
    record Completed(
            List<FalLog> logs, Optional<Duration> inferenceTime, Optional<String> error, Optional<String> errorType)
            implements FalStatus {}

    /** fal does not know the id: it expired, or it never existed (404). */
    record Gone(String detail) implements FalStatus {}

    /** A word that the protocol does not have: not final, keep asking, and warn once. */
    record Unrecognised(String value) implements FalStatus {}

    /** The word of the protocol, for a log line or a cell. */
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
