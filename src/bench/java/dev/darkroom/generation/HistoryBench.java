package dev.darkroom.generation;

import static dev.darkroom.system.RecordCopy.with;

import dev.darkroom.app.demo.DemoHistoryRows;
import dev.darkroom.app.demo.DemoHistorySeed;
import dev.darkroom.database.BenchServer;
import dev.darkroom.database.Database;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.engine.EngineRegistry;
import dev.darkroom.generation.engine.GenerationClaimer;
import dev.darkroom.generation.engine.GenerationEngineBench;
import dev.darkroom.generation.engine.GenerationRunRepository;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationPage;
import dev.darkroom.generation.query.GenerationQueries;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code mvn -Pbench verify -Dbench=history}: what millions of finished generations ({@code -Dbench.history.rows}) cost the
 * current ones: create, claim and complete compared to an empty table, alternating; bytes on disk; lists, counts and search.
 */
public final class HistoryBench {
    private static final long ROWS = Long.getLong("bench.history.rows", 10_000_000);
    private static final int SEEDED_USERS = 10_000;
    private static final int ROUNDS = 5;
    private static final int WORK = 5_000;
    private static final int USERS = 200;
    private static final int CLAIM = 200;
    private static final int PAGE = 50;
    private static final int ASKED = 9;

    private static final String SIZES = """
            select relname, pg_relation_size(oid) as heap, pg_indexes_size(oid) as indexes,
                   pg_total_relation_size(oid) - pg_relation_size(oid) - pg_indexes_size(oid) as rest
            from pg_class where relnamespace = 'darkroom'::regnamespace and relkind = 'r' and pg_total_relation_size(oid) > 1000000
            order by pg_total_relation_size(oid) desc
            """;

    private enum Step {
        CREATE,
        CLAIM,
        COMPLETE
    }

    private HistoryBench() {}

    public static void run() throws Exception {
        try (BenchServer server = new BenchServer()) {
            DatabaseSettings empty = server.beside("without_history");
            DatabaseSettings full = server.beside("with_history");
            server.load(() -> seed(full));
            sizes(full);
            try (BenchEngine without = new BenchEngine(empty, 1);
                    BenchEngine with = new BenchEngine(full, 1)) {
                without.fundAccounts(USERS);
                with.fundAccounts(USERS);
                compare(without, with);
                lists(with.database);
            }
        }
    }

    private static void seed(DatabaseSettings settings) {
        long start = System.nanoTime();
        new DemoHistorySeed(new DemoHistoryRows.Extent(ROWS, SEEDED_USERS, Duration.ofSeconds(2 * ROWS), 0), _ -> {})
                .fillRows(settings);
        System.out.printf("%,d finished generations: %.0f s%n", ROWS, (System.nanoTime() - start) / 1e9);
    }

    private static void sizes(DatabaseSettings settings) throws Exception {
        System.out.println("bytes on disk for each finished generation: heap, indexes, toast and maps");
        double all = 0;
        try (Connection connection = BenchServer.connect(settings);
                Statement statement = connection.createStatement();
                var tables = statement.executeQuery(SIZES)) {
            while (tables.next()) {
                double heap = tables.getLong("heap") / (double) ROWS;
                double indexes = tables.getLong("indexes") / (double) ROWS;
                double rest = tables.getLong("rest") / (double) ROWS;
                all += heap + indexes + rest;
                System.out.printf("%-20s %6.0f %6.0f %6.0f%n", tables.getString("relname"), heap, indexes, rest);
            }
        }
        System.out.printf("%-20s %6.0f%n", "together", all);
    }

    private static void compare(BenchEngine without, BenchEngine with) throws Exception {
        Map<Step, List<Double>> before = new EnumMap<>(Step.class);
        Map<Step, List<Double>> after = new EnumMap<>(Step.class);
        for (int round = 0; round <= ROUNDS; round++) {
            // who begins changes with each round, so that no side is always the one after a pause
            List<Callable<Void>> both = new ArrayList<>(List.of(() -> work(without, before), () -> work(with, after)));
            for (Callable<Void> side : round % 2 == 0 ? both : both.reversed()) {
                side.call();
            }
        }
        for (Step step : Step.values()) {
            double empty = median(before.get(step));
            double full = median(after.get(step));
            System.out.printf(
                    "%-9s %,7.0f /s empty  %,7.0f /s with history  ratio %.2f (at least 0.90)%n",
                    step.name().toLowerCase(Locale.ROOT), empty, full, full / empty);
        }
    }

    private static Void work(BenchEngine bench, Map<Step, List<Double>> rates) throws Exception {
        UUID engine = UUID.randomUUID();
        new EngineRegistry(bench.database).begin(engine, WORK);
        List<Generation> taken = new ArrayList<>();
        rate(rates, Step.CREATE, () -> bench.ask(WORK, USERS));
        rate(rates, Step.CLAIM, () -> {
            GenerationClaimer claims = new GenerationClaimer(bench.database, engine);
            while (taken.size() < WORK) {
                taken.addAll(claims.claim(CLAIM));
            }
        });
        rate(rates, Step.COMPLETE, () -> complete(bench, engine, taken));
        return null;
    }

    private static void complete(BenchEngine bench, UUID engine, List<Generation> taken) throws Exception {
        BenchSteps steps =
                new BenchSteps(new GenerationRunRepository(bench.writer, bench.events, EngineName.of(engine)), false);
        List<Future<?>> runs = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            taken.forEach(generation -> runs.add(threads.submit(() -> steps.run(generation))));
        }
        for (Future<?> run : runs) {
            run.get();
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static void rate(Map<Step, List<Double>> rates, Step step, Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        rates.computeIfAbsent(step, _ -> new ArrayList<>()).add(WORK / ((System.nanoTime() - start) / 1e9));
    }

    /** The first round only warms up. */
    private static double median(List<Double> rates) {
        return GenerationEngineBench.percentile(GenerationEngineBench.sorted(rates.subList(1, rates.size())), 0.5);
    }

    private static void lists(Database database) {
        GenerationQueries queries = new GenerationQueries(database, StuckThresholds.of(ModelCatalog.builtIn(), 1));
        time("counts of all tabs", 50, queries::counts);
        GenerationFilter everything = GenerationFilter.of(GenerationPreset.ALL);
        time("counts of one user", 50, () -> queries.counts(with(everything, "users", List.of("user-7"))));
        time("counts of a model", 50, () -> queries.counts(with(everything, "models", List.of("schnell"))));
        time("counts of a word", 600, () -> queries.counts(with(everything, "text", "heron")));
        for (GenerationPreset view : GenerationPreset.values()) {
            page(queries, "first page, " + view, 50, GenerationFilter.of(view));
        }
        fill(database);
        GenerationFilter all = GenerationFilter.of(GenerationPreset.ALL);
        page(queries, "search, common words", 300, with(all, "text", DemoHistoryRows.COMMON));
        page(queries, "search, a rare word", 300, with(all, "text", DemoHistoryRows.RARE));
        page(queries, "search, a word in the oldest only", 300, with(all, "text", DemoHistoryRows.OLD));
        page(
                queries,
                "search, that and a rare word",
                300,
                with(all, "text", DemoHistoryRows.OLD + " " + DemoHistoryRows.RARE));
        page(queries, "search, a user", 300, with(all, "text", "user-4711"));
        page(queries, "search, words of an error", 300, with(all, "error", "made nothing"));
        page(queries, "search, an error that is nowhere", 300, with(all, "error", DemoHistoryRows.ABSENT));
        page(queries, "search, a word that is nowhere", 300, with(all, "text", DemoHistoryRows.ABSENT));
    }

    /** What the rounds before have added, as the maintenance job of an engine does. */
    private static void fill(Database database) {
        for (int settled = 0; settled < 3; settled++) {
            while (database.inTransaction(handle -> PromptSearchIndex.fill(handle, Duration.ZERO))) {
                // until all that is there is in it
            }
        }
    }

    private static void page(GenerationQueries queries, String what, int limit, GenerationFilter filter) {
        List<GenerationPage> pages = new ArrayList<>();
        time(what, limit, () -> pages.add(queries.page(filter, filter.view().oldestFirst(), null, PAGE)));
        GenerationPage last = pages.getLast();
        System.out.printf("%34s %d rows, %s%n", "", last.lines().size(), last.end());
    }

    private static void time(String what, int limit, Runnable question) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < ASKED; i++) {
            long start = System.nanoTime();
            question.run();
            times.add(
                    (System.nanoTime() - start) / (double) Duration.ofMillis(1).toNanos());
        }
        System.out.printf(
                "%-34s median %.1f ms (at most %d)%n",
                what, GenerationEngineBench.percentile(GenerationEngineBench.sorted(times), 0.5), limit);
    }
}
