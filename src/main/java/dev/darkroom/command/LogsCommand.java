package dev.darkroom.command;

import dev.darkroom.app.AllEngines;
import dev.darkroom.app.AppDirectories;
import dev.darkroom.app.ConnectionProfile;
import dev.darkroom.app.ConnectionResolver;
import dev.darkroom.app.ProcessEnvironment;
import dev.darkroom.app.SettingsException;
import dev.darkroom.app.UserSettingsFile;
import dev.darkroom.command.CommandSession.ConnectionOptions.TlsOption;
import dev.darkroom.command.LogsOptions.TimeArgument;
import dev.darkroom.database.DatabaseException;
import dev.darkroom.logfile.query.LogQuery;
import dev.darkroom.sharedlog.SharedLogSpool;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code darkroom logs}: a grep that understands records, categories and levels. */
@Command(
        name = "logs",
        description = {
            "Prints whole records of log files (a line and its stack trace) in file order, byte for byte.",
            "Reads logs of Darkroom and of other programs (JSON, logfmt, access logs, TIME LEVEL text),",
            "compressed or not, of any size.",
        },
        mixinStandardHelpOptions = true,
        versionProvider = DarkroomCommand.Version.class,
        sortOptions = false,
        showEndOfOptionsDelimiterInUsageHelp = false,
        exitCodeOnInvalidInput = LogsCommandRun.ERROR,
        exitCodeOnExecutionException = LogsCommandRun.ERROR,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:there were matching records", "1:there were none", "2:an error, explained in one sentence"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  darkroom logs backend.log --category STORAGE            all four storage categories",
            "  darkroom logs backend.log --category =STORAGE           only [STORAGE] itself",
            "  darkroom logs backend.log --category DB --level ERROR   what failed in the database",
            "  darkroom logs backend.2026-11-22.0.log.gz --generation 8f3c1a2e",
            "  darkroom logs backend.log --since 10m --grep 'timeout|refused' --not healthcheck",
            "  darkroom logs backend.log --level WARNING --count",
            "  darkroom logs backend.log --level WARNING --follow",
            "  darkroom logs --all-engines --connection env --since 2h --category STORAGE",
        })
public final class LogsCommand implements Callable<Integer> {
    private static final Duration DAY = Duration.ofDays(1);

    private final OutputStream out;

    @Mixin
    private LogsOptions options = new LogsOptions();

    @Option(
            names = "--all-engines",
            description = "Instead of files, read what all engines of a connection copied to their database in the last"
                    + " 24 hours, or --since.")
    private boolean allEngines;

    @Option(
            names = "--connection",
            paramLabel = "NAME",
            description = "With --all-engines: sandbox, env or one of the settings (default sandbox).")
    private @Nullable String connection;

    @Mixin
    private TlsOption tls = new TlsOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public LogsCommand() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    LogsCommand(OutputStream out) {
        this.out = out;
    }

    /** Runs the command and returns its exit code. */
    public static int run(String... arguments) {
        LogsCommandRun plain = plainly(arguments);
        return plain == null
                ? new CommandLine(new LogsCommand()).setUsageHelpWidth(110).execute(arguments)
                : plain.run();
    }

    private static @Nullable LogsCommandRun plainly(String... arguments) {
        LogsOptions options = LogsOptions.plainly(arguments);
        try {
            return options == null
                    ? null
                    : new LogsCommandRun(options, new FileOutputStream(FileDescriptor.out), System.err::println);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    @Override
    public Integer call() {
        if (!allEngines && options.files.isEmpty()) {
            throw wrong("Missing required parameter: 'FILE', or --all-engines.");
        }
        if (allEngines ? !options.files.isEmpty() : connection != null) {
            throw wrong("--all-engines stands in place of files, and --connection goes with it.");
        }
        try {
            return allEngines ? readShared(options.query()) : read();
        } catch (IllegalArgumentException exception) {
            throw wrong(exception.getMessage());
        }
    }

    private int read() {
        return new LogsCommandRun(options, out, spec.commandLine().getErr()::println).run();
    }

    private int readShared(LogQuery query) {
        LocalDateTime since = query.since();
        return SharedSource.run(
                connection == null ? ConnectionProfile.SANDBOX : connection,
                tls,
                since == null ? DAY : TimeArgument.here().since(since),
                options.follow,
                sentence -> spec.commandLine().getErr().println("darkroom logs: " + sentence),
                file -> {
                    options.files = List.of(file);
                    return read();
                });
    }

    private ParameterException wrong(@Nullable String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    /** Provides the log of all engines as a file. A separate class, so that reading a file does not load its dependencies. */
    private static final class SharedSource {
        private SharedSource() {}

        /** Runs {@code reading} on the file and returns its exit code. */
        static int run(
                String connection,
                TlsOption tls,
                Duration back,
                boolean follow,
                Consumer<String> problems,
                ToIntFunction<Path> reading) {
            AppDirectories folders = AppDirectories.standard();
            try {
                ConnectionResolver connections = new ConnectionResolver(
                        folders, new UserSettingsFile(folders.settingsFile()).load(), ProcessEnvironment.ofProcess());
                ConnectionResolver.Chosen chosen = tls.over(connections.choose(connection));
                SharedLogSpool.SpoolSize size = follow ? SharedLogSpool.SpoolSize.FOLLOW : SharedLogSpool.SpoolSize.ALL;
                try (AllEngines engines = AllEngines.of(chosen, folders, back, size, CommandSession::note)) {
                    SharedLogSpool spool = engines.spool();
                    Path file = follow ? spool.start() : spool.readOnce();
                    spool.problem().ifPresent(problems);
                    return reading.applyAsInt(file);
                }
            } catch (SettingsException | DatabaseException | IOException exception) {
                problems.accept(String.valueOf(exception.getMessage()));
                return LogsCommandRun.ERROR;
            }
        }
    }
}
