package dev.darkroom.command;

import dev.darkroom.app.Connection;
import dev.darkroom.logfile.LogLevel;
import dev.darkroom.logfile.LogQuery;
import dev.darkroom.logfile.RecordWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code darkroom logs}: a grep that knows records, categories and levels. */
@Command(
        name = "logs",
        description = {
            "Prints whole records of log files (a line and its stack trace) in file order, byte for byte.",
            "Reads what Darkroom and the older Python backend wrote, plain text, and compressed files of any size.",
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showEndOfOptionsDelimiterInUsageHelp = false,
        exitCodeOnInvalidInput = LogsCommand.ERROR,
        exitCodeOnExecutionException = LogsCommand.ERROR,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:there were matching records", "1:there were none", "2:an error, told in one sentence"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  darkroom logs backend.log --category STORAGE            all four storage categories",
            "  darkroom logs backend.log --category =STORAGE           only [STORAGE] itself",
            "  darkroom logs backend.log --category DB --level ERROR   what failed in the database",
            "  darkroom logs backend.2026-11-22.0.log.gz --generation 8f3c1a2e",
            "  darkroom logs backend.log --since 10m --grep 'timeout|refused'",
            "  darkroom logs backend.log --level WARNING --count",
            "  darkroom logs backend.log --level WARNING --follow",
            "  darkroom logs --all-engines --connection env --since 2h --category STORAGE",
        })
public final class LogsCommand implements Callable<Integer> {
    static final int FOUND = 0;
    static final int NOTHING = 1;
    static final int ERROR = 2;

    private static final int BUFFER = 1 << 18;
    private static final Duration DAY = Duration.ofDays(1);

    private final OutputStream out;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Log files, read in this order.")
    private List<Path> files = List.of();

    @Option(
            names = "--all-engines",
            description = "Instead of files, what all engines of a connection have sent to their database in the last"
                    + " 24 hours, or --since.")
    private boolean allEngines;

    @Option(
            names = "--connection",
            paramLabel = "NAME",
            description = "With --all-engines: sandbox, env or one of the settings (default sandbox).")
    private @Nullable String connection;

    @Option(
            names = "--category",
            paramLabel = "CATEGORY",
            description = "This category and those it begins with (STORAGE is also STORAGE-FILE, not STORAGEX);"
                    + " =CATEGORY is exactly that one, - is none. Repeat it for several.")
    private Set<String> categories = Set.of();

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            description = "This level or worse: TRACE, DEBUG, INFO, WARNING, ERROR, CRITICAL.")
    private @Nullable String level;

    @Option(
            names = "--generation",
            paramLabel = "ID",
            description = "Records of one generation; its first characters suffice.")
    private @Nullable String generation;

    @Option(
            names = "--grep",
            paramLabel = "REGEX",
            description = "Records whose text, stack trace included, contains this (Java regular expression).")
    private @Nullable String regex;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "This time or later: '2026-11-23', '2026-11-23 13:44:29.123', '13:44' today, or '10m', '2h', '1d' ago.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "This time or earlier.")
    private @Nullable String until;

    @Option(names = "--count", description = "Only print how many records match.")
    private boolean count;

    @Option(names = "--stats", description = "Only print how many match per category and level.")
    private boolean stats;

    @Option(
            names = "--follow",
            description = "Go on with what is appended, also when the file is rotated or truncated.")
    private boolean follow;

    public LogsCommand() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    LogsCommand(OutputStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        if ((count ? 1 : 0) + (stats ? 1 : 0) + (follow ? 1 : 0) > 1) {
            throw new ParameterException(spec.commandLine(), "Choose one of --count, --stats and --follow.");
        }
        if (!allEngines && files.isEmpty()) {
            throw wrong("Missing required parameter: 'FILE', or --all-engines.");
        }
        if (allEngines ? !files.isEmpty() : connection != null) {
            throw wrong("--all-engines stands in place of files, and --connection goes with it.");
        }
        LogQuery query = query();
        if (!allEngines) {
            return read(files, query);
        }
        LocalDateTime since = query.since();
        Duration back = since == null ? DAY : Duration.between(since, LocalDateTime.now());
        return SharedSource.run(
                connection == null ? Connection.SANDBOX : connection,
                back,
                follow,
                this::complain,
                file -> read(List.of(file), query));
    }

    private int read(List<Path> sources, LogQuery query) {
        LogsOutput buffered = new LogsOutput(out, BUFFER);
        int code = follow
                ? new LogsFollow(sources, query, buffered, this::complain).run()
                : print(sources, query, buffered);
        return buffered.flushed() ? code : FOUND;
    }

    private int print(List<Path> sources, LogQuery query, LogsOutput buffered) {
        RecordWriter writer = new RecordWriter(query, count || stats ? null : buffered);
        boolean failed = false;
        for (Path file : sources) {
            try {
                List<String> problems = writer.read(file);
                problems.forEach(this::complain);
                failed |= !problems.isEmpty();
            } catch (IOException exception) {
                if (buffered.closed()) {
                    return FOUND;
                }
                complain(exception.getMessage());
                failed = true;
            }
        }
        if (count) {
            buffered.line(Long.toString(writer.count()));
        } else if (stats) {
            buffered.line(LogsTable.of(writer.counts()));
        }
        return failed ? ERROR : writer.count() > 0 ? FOUND : NOTHING;
    }

    private void complain(@Nullable String sentence) {
        spec.commandLine().getErr().println("darkroom logs: " + sentence);
    }

    private LogQuery query() {
        TimeArgument times = TimeArgument.here();
        LogQuery query = new LogQuery(categories, Set.of(), generation, pattern(), null, null);
        if (level != null) {
            query = query.atLeast(LogLevel.named(level)
                    .orElseThrow(() -> wrong("--level " + level
                            + " is not a level: take TRACE, DEBUG, INFO, WARNING, ERROR or CRITICAL.")));
        }
        if (since != null) {
            query = query.since(times.read(since).orElseThrow(() -> wrongTime("--since", since)));
        }
        return until == null ? query : query.until(times.read(until).orElseThrow(() -> wrongTime("--until", until)));
    }

    private @Nullable Pattern pattern() {
        try {
            return regex == null ? null : Pattern.compile(regex, Pattern.MULTILINE);
        } catch (PatternSyntaxException exception) {
            throw wrong("--grep " + regex + " is not a regular expression: " + exception.getDescription()
                    + " near position " + exception.getIndex() + ".");
        }
    }

    private ParameterException wrongTime(String option, @Nullable String value) {
        return wrong(
                option + " " + value + " is not a time: write '2026-11-23 13:44:29', '2026-11-23', '13:44' or '10m'.");
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
