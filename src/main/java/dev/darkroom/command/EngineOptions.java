package dev.darkroom.command;

import dev.darkroom.generation.engine.EngineSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an engine works; what is not given stays as it is usual on the connection. The sandbox is less patient. */
final class EngineOptions {
    @Option(
            names = "--capacity",
            paramLabel = "N",
            description = "generations in flight at most (default 200, on the sandbox 40)")
    @Nullable
    Integer capacity;

    @Option(
            names = "--silence",
            paramLabel = "SECONDS",
            description = "an engine that has said nothing for this long is dead; they speak every 5 s (default 20)")
    @Nullable
    Integer silence;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description =
                    "how long fal.ai may show no change for a picture before it is asked to cancel, and a third of"
                            + " how long it may take in all; sound gets twice, video five times as long (default 600, on the"
                            + " sandbox 20)")
    @Nullable
    Integer patience;

    @Option(
            names = "--look-up",
            paramLabel = "SECONDS",
            description = "how long a lost submit is looked for in fal.ai's history before a person is asked"
                    + " (default 180, on the sandbox 45)")
    @Nullable
    Integer lookUp;

    @Option(
            names = "--longest-retry",
            paramLabel = "SECONDS",
            description = "the longest wait between two attempts (default 300, on the sandbox 10)")
    @Nullable
    Integer longestRetry;

    @Option(
            names = "--keep-flagged",
            description = "complete a result whose files are all flagged by fal.ai's own safety check, with a warning"
                    + " (default: it fails and is refunded)")
    boolean keepFlagged;

    /** @throws IllegalArgumentException one sentence that names the option with a wrong value */
    EngineSettings over(EngineSettings usual) {
        if (silence != null && silence <= 5) {
            throw new IllegalArgumentException("--silence must be more than 5 seconds: engines speak every 5 s.");
        }
        return new EngineSettings(
                capacity == null ? usual.capacity() : capacity,
                usual.linkLife(),
                seconds("--patience", patience, usual.patience()),
                seconds("--look-up", lookUp, usual.lookUpFor()),
                usual.firstRetryDelay(),
                seconds("--longest-retry", longestRetry, usual.maxRetryDelay()),
                seconds("--silence", silence, usual.silence()),
                !keepFlagged && usual.failsFlagged());
    }

    private static Duration seconds(String option, @Nullable Integer given, Duration usual) {
        if (given != null && given < 1) {
            throw new IllegalArgumentException(option + " must be at least 1 second.");
        }
        return given == null ? usual : Duration.ofSeconds(given);
    }
}
