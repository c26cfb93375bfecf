package dev.darkroom.command;

import dev.darkroom.app.AppDirectories;
import dev.darkroom.app.ConnectionResolver;
import dev.darkroom.app.ConnectionSession;
import dev.darkroom.app.UserSettingsFile;
import dev.darkroom.command.CommandSession.ConnectionOptions;
import dev.darkroom.command.CommandSession.ConnectionOptions.LogShareOption;
import dev.darkroom.generation.engine.EngineSettings;
import dev.darkroom.generation.engine.GenerationEngine;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.metric.export.MetricEndpoint;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs an engine without a window. */
@Command(
        name = "engine",
        mixinStandardHelpOptions = true,
        description = "Processes the generations of a connection until it is stopped (Ctrl+C, SIGTERM).",
        footerHeading = "%nExamples:%n",
        footer = {
            "  darkroom engine",
            "  darkroom engine --connection env",
            "  darkroom engine --connection env --capacity 500 --silence 60"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped, everything finished or handed over; if the database did not answer, other engines take over the rest",
            "2:the connection cannot be used; the message says why",
            "143:stopped, but 20 seconds were not enough to close everything (130 after Ctrl+C)"
        })
public final class EngineCommand implements Callable<Integer> {
    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--drain",
            defaultValue = "20",
            paramLabel = "SECONDS",
            description =
                    "when stopped, wait this long for work in flight; the rest is handed over within another 20 s (default ${DEFAULT-VALUE})")
    int drain;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "serve http://127.0.0.1:PORT/metrics for Prometheus, on this machine only (default: off)")
    @Nullable
    Integer metricsPort;

    @Mixin
    EngineOptions options = new EngineOptions();

    @Mixin
    LogShareOption sharing = new LogShareOption();

    @Override
    public Integer call() throws InterruptedException {
        AppDirectories folders = AppDirectories.standard();
        ConnectionResolver.Chosen chosen =
                sharing.over(connection.choose(folders, new UserSettingsFile(folders.settingsFile()).load()));
        Duration draining = Duration.ofSeconds(Math.max(0, drain));
        try (StopSignal signal = new StopSignal("engine-stop", draining.plus(StopSignal.CLOSING))) {
            run(signal, draining, chosen, folders);
            signal.endedInOrder();
        }
        return 0;
    }

    private void run(StopSignal signal, Duration draining, ConnectionResolver.Chosen chosen, AppDirectories folders)
            throws InterruptedException {
        try (LoggingService logging = CommandSession.log(folders, true);
                ConnectionSession session =
                        ConnectionSession.open(chosen, folders, options::over, CommandSession::note)) {
            GenerationEngine engine = session.engine();
            session.shareLogs(logging);
            session.watchLogs(logging);
            try (MetricEndpoint _ = endpoint(session)) {
                engine.start();
                signal.await();
                engine.drain(draining);
            }
        }
    }

    private @Nullable MetricEndpoint endpoint(ConnectionSession session) {
        return metricsPort == null ? null : MetricEndpoint.open(session.reads().database, metricsPort);
    }

    /** Options of an engine; those not given keep the connection's usual values. The sandbox is less patient. */
    static final class EngineOptions {
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
                    !keepFlagged && usual.failsFlagged());
        }

        private static Duration seconds(String option, @Nullable Integer given, Duration usual) {
            if (given != null && given < 1) {
                throw new IllegalArgumentException(option + " must be at least 1 second.");
            }
            return given == null ? usual : Duration.ofSeconds(given);
        }
    }
}
