package dev.darkroom.generation;

import dev.darkroom.database.BenchServer;
import dev.darkroom.database.DatabaseSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * {@code mvn -Pbench verify -Dbench=share}: two engines, each in a separate process, share 10,000 generations of one database;
 * one of them is killed midway. Fails if any run was completed twice, or was taken over late.
 */
public final class ShareBench {
    private static final int COUNT = 10_000;
    private static final int USERS = 100;
    private static final Duration HAND_OVER = Duration.ofSeconds(30);

    private static final String BOTH_HAVE_ENDED_SOME_AND_HOLD_MORE = """
            select least((select count(distinct owner) from generation where status = 'PROCESSING'),
                         (select count(distinct actor) from timeline_event where kind = 'COMPLETED'))""";

    private ShareBench() {}

    /** One of the engines: works until it is killed. */
    public static void work(List<String> arguments) throws InterruptedException {
        DatabaseSettings settings =
                DatabaseSettings.of(arguments.get(0), arguments.get(1), System.getenv("BENCH_PASSWORD"));
        try (BenchEngine engine = new BenchEngine(settings, 500)) {
            engine.engine.start();
            Thread.sleep(Duration.ofHours(1));
        }
    }

    public static void run() throws Exception {
        try (BenchServer server = new BenchServer()) {
            DatabaseSettings settings = server.fresh();
            try (BenchEngine asking = new BenchEngine(settings, 1)) {
                asking.fundAccounts(USERS);
                List<Process> engines = List.of(start(settings), start(settings));
                await(asking, "select count(*) from engine where state = 'RUNNING'", 2);
                asking.ask(COUNT / 2, USERS);
                await(asking, BOTH_HAVE_ENDED_SOME_AND_HOLD_MORE, 2);
                engines.getFirst().destroyForcibly().waitFor();
                Instant killed = Instant.now();
                int open = (int) asking.number("select count(*) from generation where status = 'PROCESSING'");
                asking.ask(COUNT - COUNT / 2, USERS);
                asking.awaitCompleted(COUNT);
                engines.forEach(Process::destroyForcibly);
                tell(asking, killed, open);
            }
        }
    }

    private static void await(BenchEngine bench, String count, int least) throws InterruptedException {
        while (bench.number(count) < least) {
            Thread.sleep(50);
        }
    }

    static Process start(DatabaseSettings settings) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.darkroom.Bench",
                "engine-of-share",
                settings.url(),
                settings.user());
        builder.environment().put("BENCH_PASSWORD", settings.password());
        return builder.inheritIO().start();
    }

    private static void tell(BenchEngine bench, Instant killed, int open) {
        double twice = bench.number("""
                select count(*) from (select generation_id from timeline_event where kind = 'COMPLETED'
                                      group by generation_id having count(*) > 1) t""");
        double late = bench.number("select coalesce(max(extract(epoch from at)), 0) - " + killed.toEpochMilli() / 1000.0
                + " from timeline_event where kind = 'TAKEN_BACK'");
        double taken = bench.number("select count(*) from timeline_event where kind = 'TAKEN_BACK'");
        double shared = bench.number("select count(distinct actor) from timeline_event where kind = 'COMPLETED'");
        double mismatches = bench.number("select count(*) from credit_mismatch");
        System.out.printf(
                "%d generations by %.0f engines; one killed with %d in work by both, %.0f taken over, the last %.1f s after"
                        + " the kill; ended twice %.0f, credit mismatches %.0f%n",
                COUNT, shared, open, taken, late, twice, mismatches);
        if (twice > 0 || mismatches > 0 || late > HAND_OVER.toSeconds() || shared != 2) {
            throw new AssertionError("The work was not shared as it should be.");
        }
    }
}
