package dev.darkroom.generation.engine;

import dev.darkroom.database.BenchServer;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.generation.BenchEngine;
import dev.darkroom.generation.BenchScheduler;
import dev.darkroom.generation.BenchWorkflows;
import dev.darkroom.generation.ClaimBench;
import dev.darkroom.generation.EngineWaits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * {@code mvn -Pbench verify -Dbench=engine}: the cost of a generation's database work for the engine, for db-scheduler with the
 * same statements, for DBOS Transact with the same steps, and for bare commits, on one durable PostgreSQL, alternating, medians
 * of three rounds; then the waits between request and start, and claims from a long queue.
 */
public final class GenerationEngineBench {
    private static final int ROUNDS = 3;
    private static final int OURS = 15_000;
    private static final int THEIRS = 2_000;
    private static final int WORKFLOWS = 4_000;
    private static final int USERS = 200;
    /** In flight at most. */
    private static final int CAPACITY = 4_000;

    private GenerationEngineBench() {}

    /** @param perSecond generations, or commits; {@code server} and {@code own} processor milliseconds for a thousand */
    private record Figure(double perSecond, double server, double own) {
        double cpu() {
            return server + own;
        }

        @Override
        public String toString() {
            return "%.0f (%.0f + %.0f)".formatted(perSecond, server, own);
        }
    }

    public static void run() throws Exception {
        try (BenchServer server = new BenchServer()) {
            List<Figure> ours = new ArrayList<>();
            List<Figure> hot = new ArrayList<>();
            List<Figure> looked = new ArrayList<>();
            List<Figure> theirs = new ArrayList<>();
            List<Figure> workflows = new ArrayList<>();
            List<Figure> raw = new ArrayList<>();
            for (int round = 0; round <= ROUNDS; round++) {
                raw.add(rawCommits(server.fresh()));
                theirs.add(scheduler(server.fresh(), round == 0 ? THEIRS / 4 : THEIRS));
                workflows.add(workflows(server.fresh(), round == 0 ? WORKFLOWS / 2 : WORKFLOWS));
                ours.add(engine(server.fresh(), USERS, false));
                hot.add(engine(server.fresh(), 1, false));
                looked.add(engine(server.fresh(), USERS, true));
                System.out.printf(
                        "round %d, per second (processor of server + program for a thousand): raw %s  db-scheduler %s  DBOS %s  engine %s  one account %s  with a look %s%n",
                        round,
                        raw.getLast(),
                        theirs.getLast(),
                        workflows.getLast(),
                        ours.getLast(),
                        hot.getLast(),
                        looked.getLast());
            }
            Figure o = median(ours);
            Figure t = median(theirs);
            Figure w = median(workflows);
            Figure r = median(raw);
            Figure l = median(looked);
            System.out.printf("%nmedians of %d rounds%n", ROUNDS);
            line("commits of one row, 8 connections", r, o);
            line("db-scheduler, same statements", t, o);
            line("DBOS Transact, same steps", w, o);
            line("engine, " + USERS + " users", o, o);
            line("engine, one user", median(hot), o);
            line("engine, fal.ai's start told as well", l, o);
            System.out.printf("engine : db-scheduler %.1f (at least 18)%n", o.perSecond / t.perSecond);
            System.out.printf("engine : DBOS Transact %.1f (at least 12)%n", o.perSecond / w.perSecond);
            System.out.printf(
                    "engine : commits %.2f (at least 0.4), with fal.ai's start told %.2f%n",
                    o.perSecond / r.perSecond, l.perSecond / r.perSecond);
            System.out.printf(
                    "CPU per thousand, engine : db-scheduler %.2f (at most 0.1), engine : DBOS Transact %.2f (at most 0.2)%n",
                    o.cpu() / t.cpu(), o.cpu() / w.cpu());
            EngineWaits.run(server);
            ClaimBench.run(server);
        }
    }

    public static void claims() throws Exception {
        try (BenchServer server = new BenchServer()) {
            ClaimBench.run(server);
        }
    }

    private static void line(String what, Figure figure, Figure ours) {
        System.out.printf(
                "%-38s %8.0f /s  %8.0f ms CPU per thousand  engine is %.2f times as fast%n",
                what, figure.perSecond, figure.cpu(), ours.perSecond / figure.perSecond);
    }

    private static Figure engine(DatabaseSettings settings, int users, boolean looked) throws Exception {
        try (BenchEngine bench = new BenchEngine(settings, CAPACITY, looked)) {
            bench.fundAccounts(users);
            bench.engine.start();
            return measured(() -> {
                bench.ask(OURS, users);
                bench.awaitCompleted(OURS);
                return OURS;
            });
        }
    }

    private static Figure scheduler(DatabaseSettings settings, int count) throws Exception {
        try (BenchEngine funding = new BenchEngine(settings, 1)) {
            funding.fundAccounts(USERS);
        }
        try (BenchScheduler bench = new BenchScheduler(settings)) {
            return measured(() -> {
                bench.ask(count, USERS);
                BenchEngine.awaitCompleted(bench::number, count);
                return count;
            });
        }
    }

    private static Figure workflows(DatabaseSettings settings, int count) throws Exception {
        try (BenchWorkflows bench = new BenchWorkflows(settings)) {
            Figure figure = measured(() -> {
                bench.run(count, USERS);
                return count;
            });
            bench.check(settings, count);
            return figure;
        }
    }

    private static Figure rawCommits(DatabaseSettings settings) throws Exception {
        try (Connection connection = BenchServer.connect(settings)) {
            connection
                    .createStatement()
                    .execute("create table probe (id bigint generated always as identity, text text)");
        }
        AtomicLong commits = new AtomicLong();
        long until = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        List<Callable<Void>> clients = new ArrayList<>();
        for (int client = 0; client < 8; client++) {
            clients.add(() -> {
                try (Connection connection = BenchServer.connect(settings);
                        PreparedStatement insert =
                                connection.prepareStatement("insert into probe (text) values ('x')")) {
                    while (System.nanoTime() < until) {
                        insert.executeUpdate();
                        commits.incrementAndGet();
                    }
                }
                return null;
            });
        }
        return measured(() -> {
            try (var threads = Executors.newFixedThreadPool(8)) {
                for (var client : threads.invokeAll(clients)) {
                    client.get();
                }
            }
            return commits.intValue();
        });
    }

    private static Figure measured(Callable<Integer> work) throws Exception {
        Duration server = BenchServer.cpu();
        Duration own = own();
        long start = System.nanoTime();
        int done = work.call();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Figure(
                done / seconds,
                BenchServer.cpu().minus(server).toMillis() * 1000.0 / done,
                own().minus(own).toMillis() * 1000.0 / done);
    }

    private static Duration own() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The first round only warms up. */
    private static Figure median(List<Figure> figures) {
        return new Figure(
                median(figures, Figure::perSecond), median(figures, Figure::server), median(figures, Figure::own));
    }

    private static double median(List<Figure> figures, ToDoubleFunction<Figure> part) {
        double[] sorted = figures.stream().skip(1).mapToDouble(part).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    public static double percentile(double[] sorted, double part) {
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * part))];
    }

    public static double[] sorted(List<Double> values) {
        double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(all);
        return all;
    }
}
