package dev.darkroom.command;

import dev.darkroom.app.AppDirectories;
import dev.darkroom.app.ConnectionResolver;
import dev.darkroom.app.ConnectionSession;
import dev.darkroom.app.UserSettingsFile;
import dev.darkroom.command.ConnectionOptions.LogShareOption;
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
}
