package dev.darkroom.command;

import dev.darkroom.app.AppDirectories;
import dev.darkroom.app.ConnectionResolver;
import dev.darkroom.app.ConnectionSession;
import dev.darkroom.app.UserSettingsFile;
import dev.darkroom.command.CommandSession.ConnectionOptions;
import dev.darkroom.doctor.DoctorCheck;
import dev.darkroom.doctor.DoctorCheckResult;
import dev.darkroom.doctor.DoctorFinding;
import dev.darkroom.doctor.DoctorProgress;
import dev.darkroom.doctor.DoctorReport;
import dev.darkroom.doctor.DoctorService;
import dev.darkroom.logging.LoggingService;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code darkroom doctor}: the findings of the Doctor screen, for a terminal or a program. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares accounts, ledger, generations, stored objects and fal.ai's history with each other.",
            "Repairs nothing: repairs are done in the console, each with a dry run and a reason."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  darkroom doctor",
            "  darkroom doctor --connection env --json > doctor.json",
            "  darkroom doctor --connection env --only balance-drift,failed-without-refund",
            "  darkroom doctor --connection env --except expired-url --hashes"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was checked and agrees",
            "1:there are findings, or something could not be checked",
            "2:invalid usage, or the connection cannot be used; the message says why"
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final int SHOWN = 10;
    private static final String STANDARD_OUTPUT = "-";

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--json",
            arity = "0..1",
            fallbackValue = STANDARD_OUTPUT,
            paramLabel = "FILE",
            description = "print one JSON object with all findings instead of text, or write it to this file")
    @Nullable
    Path json;

    @Option(names = "--only", split = ",", paramLabel = "KIND", description = "only these kinds (default all)")
    List<String> only = List.of();

    @Option(names = "--except", split = ",", paramLabel = "KIND", description = "all kinds but these")
    List<String> except = List.of();

    @Option(
            names = "--hashes",
            description = "compare the hash of every object, one storage call each (default: only sizes)")
    boolean hashes;

    @Option(
            names = "--days",
            defaultValue = "7",
            paramLabel = "N",
            description = "how far back fal.ai's history is read (default ${DEFAULT-VALUE})")
    int days;

    @Option(
            names = "--credit-usd",
            paramLabel = "DOLLARS",
            description = "price of a credit for users, compared with fal.ai's list price (default 0.01)")
    @Nullable
    BigDecimal credit;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Override
    public Integer call() {
        DoctorService.Wanted wanted = wanted();
        AppDirectories folders = AppDirectories.standard();
        ConnectionResolver.Chosen chosen =
                connection.choose(folders, new UserSettingsFile(folders.settingsFile()).load());
        try (LoggingService _ = CommandSession.log(folders, false);
                ConnectionSession session = ConnectionSession.open(chosen, folders, CommandSession::note)) {
            DoctorReport report =
                    session.doctor().run(wanted, System.getProperty("user.name", "operator"), DoctorProgress.NONE);
            write(report);
            return report.isClean() ? 0 : 1;
        }
    }

    private void write(DoctorReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json == null) {
            print(report, out);
        } else if (json.equals(Path.of(STANDARD_OUTPUT))) {
            out.println(report.json());
        } else {
            CommandSession.write(json, report.json());
        }
        if (out.checkError()) {
            throw new IllegalStateException("The report could not be written to the end.");
        }
    }

    private DoctorService.Wanted wanted() {
        if (!only.isEmpty() && !except.isEmpty()) {
            throw wrong("Give --only or --except, not both.");
        }
        if (json != null) {
            CommandSession.requireFolder(json, "--json", spec.commandLine());
        }
        if (days < 1) {
            throw wrong("--days must be at least 1.");
        }
        if (credit != null && credit.signum() <= 0) {
            throw wrong("--credit-usd must be more than 0.");
        }
        Set<DoctorCheck> checks = EnumSet.allOf(DoctorCheck.class);
        if (!only.isEmpty()) {
            checks = kinds(only);
        } else {
            checks.removeAll(kinds(except));
        }
        DoctorService.Wanted wanted = DoctorService.Wanted.EVERYTHING
                .only(checks)
                .withHashes(hashes)
                .withLookBack(Duration.ofDays(days), DoctorService.Wanted.EVERYTHING.settlingTime());
        return credit == null ? wanted : wanted.withCredit(credit);
    }

    private Set<DoctorCheck> kinds(List<String> words) {
        Set<DoctorCheck> kinds = EnumSet.noneOf(DoctorCheck.class);
        for (String word : words) {
            kinds.add(DoctorCheck.of(word.strip())
                    .orElseThrow(() -> wrong("There is no kind \"" + word + "\": it is one of "
                            + String.join(", ", DoctorCheck.words()) + ".")));
        }
        return kinds;
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private static void print(DoctorReport report, PrintWriter out) {
        for (DoctorCheckResult result : report.results()) {
            out.printf(Locale.ROOT, "%-32s %s%n", result.check().title().english(), summary(result));
            result.findings().stream().limit(SHOWN).forEach(finding -> print(finding, out));
            if (result.found() > SHOWN) {
                out.printf(
                        Locale.ROOT,
                        "    ... and %,d more; --json lists up to %,d%n",
                        result.found() - SHOWN,
                        DoctorCheckResult.MAX_FINDINGS);
            }
        }
        long kinds =
                report.results().stream().filter(result -> result.found() > 0).count();
        long unseen = report.results().stream()
                .filter(result -> result.state() == DoctorCheckResult.State.NOT_RUN)
                .count();
        out.println(
                report.isClean()
                        ? "Everything agrees."
                        : String.format(
                                Locale.ROOT,
                                "%,d %s of %d %s%s",
                                report.found(),
                                report.found() == 1 ? "finding" : "findings",
                                kinds,
                                kinds == 1 ? "kind" : "kinds",
                                unseen == 0 ? "." : "; " + unseen + " could not be checked completely."));
    }

    private static String summary(DoctorCheckResult result) {
        String found = String.format(
                Locale.ROOT,
                "%,d found, %s",
                result.found(),
                result.check().unit().words(result.value()).english());
        return switch (result.state()) {
            case AGREES -> "agrees";
            case FOUND -> found;
            case STOPPED -> "stopped";
            case NOT_RUN ->
                (result.found() > 0 ? found + "; " : "")
                        + "not checked: "
                        + (result.said() == null ? "" : result.said().english());
        };
    }

    private static void print(DoctorFinding finding, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "    %s%s  %s%n",
                finding.name(),
                finding.user().isEmpty() ? "" : "  " + finding.user(),
                finding.check().unit().words(finding.value()).english());
        out.printf(
                Locale.ROOT,
                "        %-10s %s%n",
                finding.check().first().title().english(),
                finding.first().english());
        out.printf(
                Locale.ROOT,
                "        %-10s %s%n",
                finding.check().second().title().english(),
                finding.second().english());
    }
}
