package dev.darkroom.generation;

import dev.darkroom.credit.CreditLedger;
import dev.darkroom.database.BenchServer;
import dev.darkroom.database.Database;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.event.EventBus;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.http.HttpClients;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fal.FalSandbox;
import dev.darkroom.sandbox.fal.FalSandboxSettings;
import dev.darkroom.sandbox.storage.StorageSandbox;
import dev.darkroom.storage.supabase.StorageBucket;
import dev.darkroom.storage.supabase.SupabaseSettings;
import dev.darkroom.storage.supabase.SupabaseStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@code mvn -Pbench verify -Dbench=inflight}: one engine, started as a user would, with 400 MB of heap, has 10,000 videos in
 * progress at fal.ai at once, polls each of them, and completes them all. The stand-ins run in a separate process.
 */
public final class InFlightBench {
    private static final String BUCKET = "generations";
    private static final int COUNT = 10_000;
    private static final int USERS = 100;
    private static final int TOGETHER = 500;
    private static final String FILM = "fal-ai/kling-video/v2.5-turbo/pro/text-to-video";
    /** A film takes some seven minutes, so that all are there before the first one ends. */
    private static final double SPEED = 0.19;

    private static final int HEAP = 400;
    private static final int THREADS = 64;
    private static final Duration REST = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Path FOLDER = Path.of("target", "bench-inflight").toAbsolutePath();

    private InFlightBench() {}

    /** The stand-ins, in a process of their own until it is killed. */
    public static void standIns() throws Exception {
        FalSandboxSettings settings = FalSandboxSettings.defaults()
                .withSpeed(SPEED)
                .withConcurrency(2 * COUNT)
                .withDirectory(Files.createDirectories(FOLDER.resolve("fal")));
        try (FalSandbox fal = FalSandbox.start(settings);
                StorageSandbox storage =
                        StorageSandbox.in(FOLDER.resolve("storage")).start()) {
            try (HttpClients http = new HttpClients()) {
                SupabaseSettings own = SupabaseSettings.of(storage.url().toString(), storage.serviceKey(), BUCKET);
                new SupabaseStorage(http, own).buckets().ensure(BUCKET, StorageBucket.Rules.PRIVATE);
            }
            System.out.println("ready " + fal.url() + " " + storage.url() + " " + storage.serviceKey());
            System.out.flush();
            Thread.sleep(Duration.ofHours(1));
        }
    }

    public static void run() throws Exception {
        Process standIns = null;
        Process engine = null;
        try (BenchServer server = new BenchServer()) {
            DatabaseSettings settings = server.fresh();
            standIns =
                    start(List.of("-Xmx1g"), Map.of(), ProcessBuilder.Redirect.PIPE, "dev.darkroom.Bench", "stand-ins");
            engine = engine(settings, standIns.inputReader());
            try (Database database = Database.open(settings)) {
                await(database, "select count(*) from engine where state = 'RUNNING'", 1);
                try (ProcessFigures figures = ProcessFigures.of(engine)) {
                    measure(database, figures);
                }
            }
        } finally {
            if (engine != null) {
                engine.destroyForcibly().waitFor();
            }
            if (standIns != null) {
                standIns.destroyForcibly().waitFor();
            }
        }
    }

    private static Process engine(DatabaseSettings settings, BufferedReader standIns) throws IOException {
        String[] ready;
        do {
            ready = String.valueOf(standIns.readLine()).split(" ");
        } while (!ready[0].equals("ready") && !ready[0].equals("null"));
        Files.createDirectories(FOLDER);
        return start(
                List.of("-Xmx" + HEAP + "m"),
                Map.of(
                        "DARKROOM_HOME",
                        FOLDER.resolve("home").toString(),
                        "DARKROOM_DATABASE_URL",
                        "postgresql://" + settings.user() + ":"
                                + URLEncoder.encode(settings.password(), StandardCharsets.UTF_8) + "@"
                                + settings.address(),
                        "DARKROOM_SUPABASE_URL",
                        ready[2],
                        "DARKROOM_SUPABASE_KEY",
                        ready[3],
                        "DARKROOM_BUCKET",
                        "generations",
                        "FAL_KEY",
                        FalSandboxSettings.SANDBOX_KEY,
                        "DARKROOM_FAL_URL",
                        ready[1],
                        "DARKROOM_FAL_API_URL",
                        ready[1] + "/v1"),
                ProcessBuilder.Redirect.to(FOLDER.resolve("engine.out").toFile()),
                "dev.darkroom.Main",
                "engine",
                "--connection",
                "env",
                "--capacity",
                String.valueOf(COUNT));
    }

    private static Process start(
            List<String> options, Map<String, String> environment, ProcessBuilder.Redirect output, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).redirectOutput(output).start();
    }

    private static void measure(Database database, ProcessFigures figures) throws Exception {
        long start = System.nanoTime();
        ask(database);
        await(database, "select count(*) from generation where request_id is not null", COUNT);
        double submitted = seconds(start);
        // What is told to run has been asked about at least once.
        await(database, "select count(*) from generation where fal_status = 'IN_PROGRESS'", COUNT);
        double followed = seconds(start);
        Thread.sleep(Duration.ofSeconds(20));
        Duration cpu = figures.cpuOver(REST);
        int open = (int) number(database, "select count(*) from generation where fal_status = 'IN_PROGRESS'");
        long heap = figures.heapAfterCollection();
        System.out.printf(
                "%d in flight at fal.ai in one engine with -Xmx%dm: submitted after %.0f s, all seen running after %.0f s%n"
                        + "heap %d MB after a collection, %d MB at most since the start; %d platform threads, %d at most, of"
                        + " %d of the process with those of the JVM itself%n"
                        + "processor at rest %.2f of one, over %d s%n",
                open,
                HEAP,
                submitted,
                followed,
                heap >> 20,
                figures.mostHeap() >> 20,
                figures.threads(),
                figures.mostThreads(),
                figures.tasks(),
                cpu.toMillis() / (double) REST.toMillis(),
                REST.toSeconds());
        await(database, "select count(*) from generation where finished_at is not null", COUNT);
        int completed = (int) number(database, "select count(*) from generation where status = 'COMPLETED'");
        int mismatches = (int) number(database, "select count(*) from credit_mismatch");
        System.out.printf(
                "all ended after %.0f s: %d completed, heap %d MB at most, %d threads at most, credit mismatches %d%n",
                seconds(start), completed, figures.mostHeap() >> 20, figures.mostThreads(), mismatches);
        if (completed != COUNT
                || mismatches > 0
                || figures.mostHeap() > (long) HEAP << 20
                || figures.mostThreads() > THREADS) {
            throw new AssertionError("The engine does not hold what it should.");
        }
    }

    /** One film for all, so that the stand-in encodes it once. */
    private static void ask(Database database) {
        CreditLedger ledger = new CreditLedger(database, new EventBus());
        IntStream.range(0, USERS).forEach(user -> ledger.grant("user-" + user, 1_000_000_000, "bench", "bench"));
        var model = ModelCatalog.builtIn().require(FILM);
        var input = model.defaultInput().deepCopy();
        input.put(model.promptField(), "a lighthouse on a cliff").put("seed", 7);
        for (int first = 0; first < COUNT; first += TOGETHER) {
            int from = first;
            database.inTransaction(handle -> handle.createQuery("""
                            select count(*)
                            from (select array_agg(n) as n, array_agg(time_ordered_id()) as id,
                                    array_agg('user-' || n % :users) as "user" from generate_series(:from, :to) n) r,
                              create_generations(r.n, r.id, r."user", array_fill(cast(:model as text), array[:size]),
                                array_fill(cast(:kind as text), array[:size]), array_fill(cast(:input as text), array[:size]),
                                array_fill(text 'a lighthouse on a cliff', array[:size]),
                                array_fill(cast(:credits as bigint), array[:size]), array_fill(null::text, array[:size]),
                                array_fill(text 'bench', array[:size]), array_fill(null::integer, array[:size])) c
                            where outcome = 'CREATED'
                            """)
                    .bind("from", from)
                    .bind("to", from + TOGETHER - 1)
                    .bind("users", USERS)
                    .bind("size", TOGETHER)
                    .bind("model", FILM)
                    .bind("kind", model.kind().name())
                    .bind("input", JsonMapping.write(input))
                    .bind("credits", model.price(input))
                    .mapTo(Integer.class)
                    .one());
        }
    }

    private static void await(Database database, String count, int least) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (number(database, count) < least) {
            if (System.nanoTime() > until) {
                throw new AssertionError(number(database, count) + " of " + least + " by: " + count);
            }
            Thread.sleep(1_000);
        }
    }

    private static double number(Database database, String sql) {
        return database.inTransaction(
                handle -> handle.createQuery(sql).mapTo(Double.class).one());
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
