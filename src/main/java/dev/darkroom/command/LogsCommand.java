package dev.darkroom.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
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
        exitCodeOnInvalidInput = LogsRun.ERROR,
        exitCodeOnExecutionException = LogsRun.ERROR,
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
        })
public final class LogsCommand implements Callable<Integer> {
    private final OutputStream out;

    @Mixin
    private LogsOptions options = new LogsOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public LogsCommand() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    LogsCommand(OutputStream out) {
        this.out = out;
    }

    /** Runs it and gives the exit code. */
    public static int run(String... arguments) {
        LogsRun plain = plainly(arguments);
        return plain == null
                ? new CommandLine(new LogsCommand()).setUsageHelpWidth(110).execute(arguments)
                : plain.run();
    }

    private static @Nullable LogsRun plainly(String... arguments) {
        LogsOptions options = LogsOptions.plainly(arguments);
        try {
            return options == null
                    ? null
                    : new LogsRun(options, new FileOutputStream(FileDescriptor.out), System.err::println);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    @Override
    public Integer call() {
        try {
            return new LogsRun(options, out, spec.commandLine().getErr()::println).run();
        } catch (IllegalArgumentException exception) {
            throw new ParameterException(spec.commandLine(), exception.getMessage());
        }
    }
}
