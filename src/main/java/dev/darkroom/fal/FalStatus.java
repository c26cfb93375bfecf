package dev.darkroom.fal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What fal says about a job. Its protocol has no status "failed": a failure hides behind {@link Completed} or only in the result.
 * Should FAILED, ERROR or CANCELLED be said all the same, that is a {@link Completed} with an error.
 */
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

    /** fal does not know the id: it expired, it never existed, or, right after the submit, it is not there yet (404). */
    record Gone(String detail) implements FalStatus {}

    /** A word that the protocol does not have: taken for "still running", so keep asking, and tell it in the diagnosis. */
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

    /** One line that the model wrote while it ran. {@code level} is such as INFO or STDERR, empty when none was given. */
    public record FalLog(String message, Optional<Instant> timestamp, String level, String source) {
        /** Without the message: models like to repeat the prompt, which no log line of ours may show. */
        @Override
        public String toString() {
            return "FalLog[" + level + ", " + message.length() + " characters]";
        }
    }
}
