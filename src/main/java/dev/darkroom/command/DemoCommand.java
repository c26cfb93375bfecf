package dev.darkroom.command;

import dev.darkroom.app.AppDirectories;
import dev.darkroom.app.demo.DemoHistorySeed;
import dev.darkroom.app.demo.DemoReport;
import dev.darkroom.app.demo.DemoRun;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.sandbox.fault.FaultRates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the whole flow in a terminal: a coloured log, then a table. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs generations through the whole flow on the sandbox and prints the outcomes.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  darkroom demo",
            "  darkroom demo --count 200 --parallel 50 --json out.json",
            "  darkroom demo --count 50 --faults file-gone=0.2,storage-500=0.1",
            "  darkroom demo --faults none",
            "  DARKROOM_HOME=/tmp/large darkroom demo --seed-rows 1000000"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all sides agree",
            "1:something differs or has not finished; the table says what",
            "2:invalid usage, or the sandbox could not be started"
        })
public final class DemoCommand implements Callable<Integer> {
    /**
     * Low rates of most faults, so that a few generations fail and most survive. Excludes submit-503:
     * fal.ai's history never shows such a job, so the generation would wait for an operator.
     */
    private static final String SOME_FAULTS = "all=0.01,submit-503=0,hidden-refusal=0.06,file-gone=0.04";

    @Option(
            names = "--count",
            defaultValue = "24",
            paramLabel = "N",
            description = "number of generations (default ${DEFAULT-VALUE})")
    int count;

    @Option(
            names = "--parallel",
            defaultValue = "16",
            paramLabel = "K",
            description = "maximum in flight (default ${DEFAULT-VALUE})")
    int parallel;

    @Option(
            names = "--faults",
            defaultValue = SOME_FAULTS,
            paramLabel = "SPEC",
            description =
                    "how often the stand-ins fail: none, all, all=0.05, or fault=rate,... (default ${DEFAULT-VALUE})")
    String faults = SOME_FAULTS;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the totals to this file")
    @Nullable
    Path json;

    @Option(
            names = "--speed",
            defaultValue = "40",
            paramLabel = "X",
            description = "how many times faster than the real models (default ${DEFAULT-VALUE})")
    double speed;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "seed of all random decisions (default ${DEFAULT-VALUE})")
    long seed;

    @Option(
            names = "--seed-rows",
            paramLabel = "N",
            description = {
                "instead, fill an empty sandbox with N finished generations over two months, with ledger, timelines and metrics;",
                "their files are listed but cannot be opened. An interrupted run leaves the sandbox empty."
            })
    @Nullable
    Long seedRows;

    @Option(names = "--quiet", description = "print no log lines in the terminal")
    boolean quiet;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() {
        DemoRun.Wanted wanted = wanted();
        AppDirectories folders = AppDirectories.standard();
        try (LoggingService log = CommandSession.log(folders, !quiet)) {
            if (seedRows != null) {
                return seed(seedRows, folders);
            }
            DemoReport report =
                    new DemoRun(folders.data().resolve("sandbox"), folders.cache()).run(wanted, CommandSession::note);
            log.flush();
            System.out.println();
            System.out.print(report.table());
            if (json != null) {
                CommandSession.write(json, report.json());
            }
            return report.agrees() ? 0 : 1;
        }
    }

    private static int seed(long rows, AppDirectories folders) {
        Instant start = Instant.now();
        new DemoHistorySeed(rows, CommandSession::note)
                .fillSandbox(folders.data().resolve("sandbox"), folders.cache());
        System.out.printf(
                Locale.ROOT,
                "%,d generations are in the sandbox after %d s. Open it with: darkroom console%n",
                rows,
                Duration.between(start, Instant.now()).toSeconds());
        return 0;
    }

    private DemoRun.Wanted wanted() {
        require(
                seedRows == null || seedRows >= 1_000 && seedRows <= 100_000_000,
                "--seed-rows must be between 1,000 and 100,000,000.");
        require(count >= 1 && count <= 1_000_000, "--count must be between 1 and 1,000,000.");
        require(parallel >= 1 && parallel <= 10_000, "--parallel must be between 1 and 10,000.");
        require(speed > 0 && speed <= 10_000, "--speed must be above 0 and at most 10,000.");
        if (json != null) {
            CommandSession.requireFolder(
                    json, "--json", Objects.requireNonNull(spec).commandLine());
        }
        try {
            return new DemoRun.Wanted(
                    count,
                    parallel,
                    FaultRates.parse(faults),
                    speed,
                    seed,
                    Duration.ofMinutes(5).plusSeconds(count));
        } catch (IllegalArgumentException exception) {
            throw wrong("--faults: " + exception.getMessage());
        }
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw wrong(sentence);
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
    }
}
