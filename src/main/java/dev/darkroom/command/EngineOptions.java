package dev.darkroom.command;

import dev.darkroom.generation.engine.EngineSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of an engine; those not given keep the connection's usual values. The sandbox is less patient. */
final class EngineOptions {
    @Option(
            names = "--capacity",
            paramLabel = "N",
            description = "maximum generations in flight (default 200, on the sandbox 40)")
    @Nullable
    Integer capacity;

    @Option(
            names = "--silence",
            paramLabel = "SECONDS",
            description =
                    "consider an engine dead after this long without a heartbeat, which is sent every 5 s (default 20)")
    @Nullable
    Integer silence;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description =
                    "request cancellation after this long without progress at fal.ai, or three times as long in total;"
                            + " for images, twice as long for audio, five times for video (default 600, on the sandbox 20)")
    @Nullable
    Integer patience;

    @Option(
            names = "--look-up",
            paramLabel = "SECONDS",
            description = "search fal.ai's history this long for a lost submit before leaving it to an operator"
                    + " (default 180, on the sandbox 45)")
    @Nullable
    Integer lookUp;

    @Option(
            names = "--longest-retry",
            paramLabel = "SECONDS",
            description = "maximum wait between two attempts (default 300, on the sandbox 10)")
    @Nullable
    Integer longestRetry;

    @Option(
            names = "--keep-flagged",
            description = "complete a generation with a warning if fal.ai's safety check flagged all its files"
                    + " (default: it fails and is refunded)")
    boolean keepFlagged;

    /** @throws IllegalArgumentException with one sentence that names the option with an invalid value */
    EngineSettings over(EngineSettings usual) {
        if (silence != null && silence <= 5) {
            throw new IllegalArgumentException(
                    "--silence must be more than 5 seconds: engines send a heartbeat every 5 s.");
        }
        return new EngineSettings(
                capacity == null ? usual.capacity() : capacity,
                usual.linkLife(),
                seconds("--patience", patience, usual.patience()),
                seconds("--look-up", lookUp, usual.lookUpFor()),
                usual.firstRetryDelay(),
                seconds("--longest-retry", longestRetry, usual.maxRetryDelay()),
                seconds("--silence", silence, usual.silence()),
                usual.probeAfter(),
                !keepFlagged && usual.failsFlagged());
    }

    private static Duration seconds(String option, @Nullable Integer given, Duration usual) {
        if (given != null && given < 1) {
            throw new IllegalArgumentException(option + " must be at least 1 second.");
        }
        return given == null ? usual : Duration.ofSeconds(given);
    }
}
