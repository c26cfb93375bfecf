package dev.darkroom.app;

import static dev.darkroom.system.RecordCopy.with;

import dev.darkroom.app.demo.DemoHistoryRows;
import dev.darkroom.console.overview.OverviewBenchReader;
import dev.darkroom.credit.AccountOrder;
import dev.darkroom.credit.CreditAccountLine;
import dev.darkroom.credit.CreditTransaction;
import dev.darkroom.credit.LedgerFilter;
import dev.darkroom.credit.LedgerFilter.LedgerPreset;
import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.metric.MetricQueries;
import dev.darkroom.storage.FileFilter;
import dev.darkroom.storage.FileFilter.FilePreset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The queries of the screens on a database of a million generations, with the time allowed for each. */
final class ConsoleQuestions {
    private static final int PAGE = 100;
    private static final int ASKED = 7;
    private static final int BOUND = 10_000;
    private static final double LIST = 300;
    private static final double DOSSIER = 200;

    private final ReadServices reads;
    private final ConsoleFigures figures;
    private final GenerationFilter all = GenerationFilter.of(GenerationPreset.ALL);

    ConsoleQuestions(ReadServices reads, ConsoleFigures figures) {
        this.reads = reads;
        this.figures = figures;
    }

    void ask() {
        generations();
        texts();
        details();
        overview();
        credits();
        files();
    }

    private void generations() {
        time("counts of all tabs", LIST, reads.queries::counts);
        for (GenerationPreset view : GenerationPreset.values()) {
            page("tab " + view, GenerationFilter.of(view), !view.oldestFirst());
        }
        page("sort, oldest first", all, false);
        GenerationRow.Key last = reads.queries
                .page(all, false, null, PAGE)
                .lines()
                .getLast()
                .row()
                .key();
        time("second page", LIST, () -> reads.queries.page(all, false, last, PAGE));
        page("filter, the busiest user", with(all, "users", List.of("user-0")), true);
        page("filter, a rare user", with(all, "users", List.of("user-499")), true);
        page("filter, a model", with(all, "models", List.of("kling")), true);
        page(
                "filter, failed of a model",
                with(GenerationFilter.of(GenerationPreset.FAILED), "models", List.of("veo")),
                true);
        page(
                "filter, cancelled of a user",
                with(GenerationFilter.of(GenerationPreset.CANCELLED), "users", List.of("user-0")),
                true);
        page("filter, a state", with(all, "states", Set.of(GenerationDiagnosis.State.FAILED)), true);
        page("filter, older than 50 days", aged(Duration.ofDays(50), null), true);
        page("filter, younger than an hour", aged(null, Duration.ofHours(1)), true);
        page("filter, words of an error", with(all, "error", "content policy"), true);
        page("filter, an error that is nowhere", with(all, "error", DemoHistoryRows.ABSENT), true);
        count("counts of the busiest user", with(all, "users", List.of("user-0")));
        count("counts of a model", with(all, "models", List.of("schnell")));
        count("counts of an age", aged(Duration.ofDays(30), null));
    }

    private GenerationFilter aged(Duration older, Duration younger) {
        return new GenerationFilter(
                GenerationPreset.ALL,
                Set.of(),
                Set.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "",
                "",
                "",
                older,
                younger,
                null,
                null);
    }

    private void texts() {
        page("text, a common word", with(all, "text", DemoHistoryRows.COMMON), true);
        page("text, a rare word", with(all, "text", DemoHistoryRows.RARE), true);
        page("text, a word of the oldest", with(all, "text", DemoHistoryRows.OLD), true);
        page("text, two words", with(all, "text", "heron " + DemoHistoryRows.RARE), true);
        page("text, a word that is nowhere", with(all, "text", DemoHistoryRows.ABSENT), true);
        page("text, two letters", with(all, "text", "qz"), true);
        page("text, a user", with(all, "text", "user-499"), true);
        page("text among what failed", GenerationFilter.of(GenerationPreset.FAILED, DemoHistoryRows.RARE), true);
        page(
                "text among what was completed",
                GenerationFilter.of(GenerationPreset.COMPLETED, DemoHistoryRows.OLD),
                true);
        count("counts of a word", with(all, "text", "heron"));
    }

    private void details() {
        List<UUID> some = new ArrayList<>();
        for (GenerationPreset view :
                List.of(GenerationPreset.FAILED, GenerationPreset.COMPLETED, GenerationPreset.WAITING)) {
            reads.queries.page(GenerationFilter.of(view), true, null, 20).lines().stream()
                    .map(line -> line.row().id())
                    .forEach(some::add);
        }
        int[] next = {0};
        time("details", DOSSIER, () -> {
            UUID id = some.get(next[0]++ % some.size());
            reads.queries.find(id);
            reads.queries.clusterSnapshot();
            reads.queries.timeline(id);
            reads.credits.ofGeneration(id);
            reads.files.ofGeneration(id);
        });
    }

    private void overview() {
        OverviewBenchReader overview =
                new OverviewBenchReader(new MetricQueries(reads.database), reads.queries, reads.files);
        time("Overview, 1 hour", LIST, () -> overview.read(Duration.ofHours(1)));
        time("Overview, 24 hours", LIST, () -> overview.read(Duration.ofDays(1)));
        time("Overview, 7 days", LIST, () -> overview.read(Duration.ofDays(7)));
        time("Overview, 30 days", LIST, () -> overview.read(Duration.ofDays(30)));
    }

    private void credits() {
        Instant month = Instant.now().minus(Duration.ofDays(30));
        for (AccountOrder.Key key : AccountOrder.Key.values()) {
            time(
                    "accounts by " + key,
                    LIST,
                    () -> reads.credits.accounts("", new AccountOrder(key, false), month, null, PAGE));
        }
        CreditAccountLine last = reads.credits
                .accounts("", AccountOrder.BY_USER, month, null, PAGE)
                .getLast();
        time("accounts, second page", LIST, () -> reads.credits.accounts("", AccountOrder.BY_USER, month, last, PAGE));
        time(
                "accounts by all they ever spent",
                LIST,
                () -> reads.credits.accounts("", AccountOrder.BY_USER, null, PAGE));
        time("accounts with a text", LIST, () -> reads.credits.accounts("-49", AccountOrder.BY_USER, null, PAGE));
        time("account totals", LIST, () -> reads.credits.totals(BOUND));
        time("summary of all accounts", LIST, reads.credits::summary);
        time("summary of the busiest account", LIST, () -> reads.credits.summary("user-0"));
        for (LedgerPreset view : LedgerPreset.values()) {
            ledger("ledger, " + view, LedgerFilter.of(view));
        }
        ledger("ledger of the busiest user", with(LedgerFilter.ALL, "user", Optional.of("user-0")));
        ledger("ledger of a rare user", with(LedgerFilter.ALL, "user", Optional.of("user-499")));
        ledger(
                "ledger, a kind",
                ledger(Set.of(CreditTransaction.Kind.REFUND), Optional.empty(), Optional.empty(), Optional.empty()));
        ledger(
                "ledger, a reason",
                ledger(Set.of(), Optional.empty(), Optional.of("generation_timeout"), Optional.empty()));
        ledger(
                "ledger, a reason that is nowhere",
                ledger(Set.of(), Optional.empty(), Optional.of(DemoHistoryRows.ABSENT), Optional.empty()));
        ledger("ledger, more than any", ledger(Set.of(), Optional.of(900_000L), Optional.empty(), Optional.empty()));
        ledger(
                "ledger, until 50 days ago",
                ledger(
                        Set.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Instant.now().minus(Duration.ofDays(50)))));
    }

    private static LedgerFilter ledger(
            Set<CreditTransaction.Kind> kinds,
            Optional<Long> atLeast,
            Optional<String> reason,
            Optional<Instant> until) {
        return new LedgerFilter(
                LedgerPreset.LEDGER,
                Optional.empty(),
                kinds,
                atLeast,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                reason,
                Optional.empty(),
                until);
    }

    private void ledger(String what, LedgerFilter filter) {
        time(what, LIST, () -> reads.credits.ledger(filter, null, PAGE));
        time(what + ", counted", LIST, () -> reads.credits.count(filter, BOUND));
    }

    private void files() {
        for (FilePreset view : FilePreset.values()) {
            files("files, " + view, FileFilter.of(view));
        }
        files("files of the busiest user", with(FileFilter.ALL, "user", Optional.of("user-0")));
        files("files of a rare user", with(FileFilter.ALL, "user", Optional.of("user-499")));
        files("largest files of a user", with(FileFilter.of(FilePreset.LARGEST), "user", Optional.of("user-499")));
        files("files, a type", files(Optional.of("video"), Optional.empty(), Optional.empty(), Optional.empty()));
        files("files, a name", files(Optional.empty(), Optional.empty(), Optional.of("user-499"), Optional.empty()));
        files(
                "files, a name that is nowhere",
                files(Optional.empty(), Optional.empty(), Optional.of(DemoHistoryRows.ABSENT), Optional.empty()));
        files(
                "files, at least 15 MB",
                files(Optional.empty(), Optional.of(15_000_000L), Optional.empty(), Optional.empty()));
        files(
                "files until 50 days ago",
                files(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Instant.now().minus(Duration.ofDays(50)))));
    }

    private static FileFilter files(
            Optional<String> type, Optional<Long> atLeast, Optional<String> text, Optional<Instant> until) {
        return new FileFilter(
                FilePreset.NEWEST,
                Optional.empty(),
                type,
                atLeast,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                text,
                Optional.empty(),
                until);
    }

    private void files(String what, FileFilter filter) {
        time(what, LIST, () -> reads.files.files(filter, null, PAGE));
        time(what + ", counted", LIST, () -> reads.files.totals(filter, BOUND));
    }

    private void page(String what, GenerationFilter filter, boolean newestFirst) {
        time(what, LIST, () -> reads.queries.page(filter, !newestFirst, null, PAGE));
    }

    private void count(String what, GenerationFilter filter) {
        time(what, 500, () -> reads.queries.counts(filter));
    }

    private void time(String what, double aim, Runnable question) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < ASKED; i++) {
            long start = System.nanoTime();
            try {
                question.run();
            } catch (RuntimeException failure) {
                System.out.println(what + ": " + failure.getMessage());
            }
            times.add((System.nanoTime() - start) / 1e6);
        }
        figures.add(what, times, aim);
    }
}
