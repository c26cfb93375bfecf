package dev.darkroom.fal;

import java.time.Instant;
import java.util.Optional;

/** One line that the model wrote while it ran. {@code level} is such as INFO or STDERR, empty when none was given. */
public record FalLog(String message, Optional<Instant> timestamp, String level, String source) {
    /** Without the message: models like to repeat the prompt, which no log line of ours may show. */
    @Override
    public String toString() {
        return "FalLog[" + level + ", " + message.length() + " characters]";
    }
}
