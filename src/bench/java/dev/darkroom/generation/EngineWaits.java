package dev.darkroom.generation;

import dev.darkroom.database.BenchServer;
import dev.darkroom.database.DatabaseSettings;
import java.util.concurrent.Executors;

/**
 * How long a request waits until its run has begun, by the database's clock: requested in the engine's process and in another
 * one.
 */
public final class EngineWaits {
    private static final int COUNT = 1000;
    /** A process that has just begun would be measured while its code is compiled. */
    private static final int WARM_UP = 5000;

    private static final long EVERY_NANOS = 20_000_000;
    private static final String WAIT =
            "select percentile_cont(%s) within group (order by extract(epoch from started_at - created_at) * 1000)"
                    + " from (select * from generation order by created_at desc limit " + COUNT + ") as steadily";

    private EngineWaits() {}

    public static void run(BenchServer server) throws Exception {
        DatabaseSettings settings = server.fresh();
        try (BenchEngine same = new BenchEngine(settings, 200)) {
            same.fundAccounts(50);
            same.engine.start();
            steadily(same);
            same.awaitCompleted(COUNT);
            tell("asked in the engine's own process", same, 25);
        }
        settings = server.fresh();
        try (BenchEngine asking = new BenchEngine(settings, 1)) {
            asking.fundAccounts(50);
            Process working = ShareBench.start(settings);
            try {
                asking.ask(WARM_UP, 50);
                asking.awaitCompleted(WARM_UP);
                steadily(asking);
                asking.awaitCompleted(WARM_UP + COUNT);
            } finally {
                working.destroyForcibly().waitFor();
            }
            tell("asked in another process than the engine's", asking, 60);
        }
    }

    private static void steadily(BenchEngine asking) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long next = System.nanoTime();
            for (int i = 0; i < COUNT; i++) {
                String user = "user-" + i % 50;
                threads.submit(() -> asking.service.create(BenchSteps.request(user)));
                next += EVERY_NANOS;
                Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
            }
        }
    }

    private static void tell(String what, BenchEngine bench, int limit) {
        System.out.printf(
                "50 a second, %s: asked to started p50 %.1f ms, p99 %.1f ms (p99 at most %d)%n",
                what, bench.number(WAIT.formatted("0.5")), bench.number(WAIT.formatted("0.99")), limit);
    }
}
