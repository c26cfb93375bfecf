package dev.darkroom.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.generation.action.ExpectedVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Real engines, a real database and the stand-ins as processes that are killed, frozen and cut off at random while users send
 * requests, and while a bad neighbour locks rows and writes others that cannot be read; in the end, every generation has ended,
 * was paid for once, and none was held up by another user's. Not part of the ordinary tests: {@code mvn -Pchaos verify}.
 */
class ChaosProof {
    private static final Duration CALM = Duration.ofMinutes(2);
    /** How long before the end of the calm a person gives up what hangs at fal.ai. */
    private static final Duration LAST_WORD = Duration.ofSeconds(30);

    private static final String FAULTS =
            "all=0.01,submit-429-for-ever=0.01,slow=0.08,stuck-in-progress=0.03,submit-answer-lost=0.03,submit-502=0.03,account-locked=0.002,storage-401=0.002";
    private static final Path FOLDER = Path.of("target", "chaos").toAbsolutePath();

    private final long seed = Long.parseLong(property("chaos.seed", String.valueOf(System.nanoTime() % 1_000_000)));
    private final int generations = Integer.parseInt(property("chaos.generations", "500"));
    private final Duration storm = Duration.ofSeconds((long) (60 * Double.parseDouble(property("chaos.minutes", "4"))));
    private final Map<String, List<String>> checks = new LinkedHashMap<>();
    private final Set<UUID> decidedByAPerson = new LinkedHashSet<>();
    private final Queue<Throwable> harness = new ConcurrentLinkedQueue<>();
    private int toldNo;
    private EngineWatch watch;
    private WaitChecks waits;

    @Test
    void whatever_is_killed_every_generation_ends_and_is_paid_once() throws Exception {
        clean();
        Random random = new Random(seed);
        FaultPlan plan = FaultPlan.of(random, storm, ChaosEnvironment.ENGINES, 3);
        say("Chaos with -Dchaos.seed=" + seed + ": " + generations + " generations, a storm of " + storm.toSeconds()
                + " s\n" + plan.faults().stream().map(String::valueOf).collect(Collectors.joining("\n")));
        Instant start = Instant.now();
        try (ChaosEnvironment environment = new ChaosEnvironment(FOLDER, seed)) {
            Thread last = new Thread(() -> closeQuietly(environment));
            Runtime.getRuntime().addShutdownHook(last);
            RequestTraffic traffic = new RequestTraffic(environment, random, generations, storm);
            traffic.fillPurses();
            environment.faults(FAULTS);
            environment.startEngines();
            List<Thread> people = traffic.start();
            Instant calm;
            RawSqlWriter rawWriter = new RawSqlWriter(environment.wired);
            watch = new EngineWatch(environment.direct, environment::undisturbed);
            try (rawWriter) {
                storm(environment, plan);
                environment.faults("none");
                calm = Instant.now();
                for (Thread person : people) {
                    person.join();
                }
            }
            toldNo = rawWriter.toldNo.get();
            settle(environment, calm.plus(CALM));
            watch.close();
            traffic.made.putAll(environment.poison);
            Duration settled = Duration.between(calm, Instant.now());
            check(environment, traffic);
            say(summary(environment, traffic, Duration.between(start, Instant.now()), settled));
            Runtime.getRuntime().removeShutdownHook(last);
        }
        assertThat(harness).as("faults that could not be made").isEmpty();
        assertThat(checks.values()).as(report()).allMatch(List::isEmpty);
    }

    private void storm(ChaosEnvironment environment, FaultPlan plan) throws InterruptedException {
        Instant begin = Instant.now();
        List<Thread> injections = new ArrayList<>();
        for (FaultPlan.PlannedFault fault : plan.faults()) {
            Thread.sleep(
                    Duration.between(Instant.now(), begin.plus(fault.at())).toMillis() > 0
                            ? Duration.between(Instant.now(), begin.plus(fault.at()))
                            : Duration.ZERO);
            injections.add(Thread.ofVirtual()
                    .uncaughtExceptionHandler((_, failure) -> harness.add(failure))
                    .start(() -> environment.inject(fault)));
        }
        for (Thread injection : injections) {
            injection.join();
        }
    }

    /** A person looks after what the engines leave to one, until all has ended or the time is over. */
    private void settle(ChaosEnvironment environment, Instant until) throws InterruptedException {
        DatabaseInvariants checks = new DatabaseInvariants(environment.darkroom);
        while (!checks.open().isEmpty() && Instant.now().isBefore(until)) {
            leftToAPerson(environment, "hold is not null").forEach(id -> {
                environment.darkroom.actions.cancel(id, "fal.ai does not show it, or it cannot be read", "person");
                decidedByAPerson.add(id);
            });
            leftToAPerson(
                            environment,
                            "hold is null and status = 'PENDING' and next_attempt_at > now() + interval '2 minutes'")
                    .forEach(id -> environment
                            .darkroom
                            .generations
                            .find(id)
                            .ifPresent(generation -> environment.darkroom.actions.recover(
                                    id, ExpectedVersion.of(generation), "it may go on", "person")));
            if (Instant.now().isAfter(until.minus(LAST_WORD))) {
                // A job that hangs and that fal.ai refuses to cancel has no other end.
                leftToAPerson(environment, "attention_cause in ('QUEUE_TOO_LONG', 'RUN_TOO_LONG')")
                        .forEach(id -> environment.darkroom.generations.find(id).ifPresent(generation -> {
                            environment.darkroom.actions.markFailed(
                                    id, ExpectedVersion.of(generation), "fal.ai does not end it", "person");
                            decidedByAPerson.add(id);
                        }));
            }
            Thread.sleep(500);
        }
    }

    private static List<UUID> leftToAPerson(ChaosEnvironment environment, String condition) {
        return environment.darkroom.database.inTransaction(
                handle -> handle.createQuery("select id from generation where " + condition)
                        .mapTo(UUID.class)
                        .list());
    }

    private void check(ChaosEnvironment environment, RequestTraffic traffic) throws Exception {
        DatabaseInvariants inside = new DatabaseInvariants(environment.darkroom);
        OutsideChecks outside = new OutsideChecks(environment.darkroom, traffic.made);
        checks.put("everything has ended", inside.open());
        checks.put("balances are the sums of their ledgers", inside.balances());
        checks.put("deducted once, refunded exactly when it did not succeed", inside.charges());
        List<String> keys = new ArrayList<>(inside.keys(traffic.made));
        keys.addAll(traffic.differed);
        checks.put("one generation for each key", keys);
        JsonNode books = environment.sandbox.books();
        checks.put("fal.ai accepted none twice", outside.acceptedTwice(books));
        checks.put("nothing that fal.ai finished is lost to an outage of storage", outside.lost(books));
        checks.put("an odd answer ends as it must", inside.odd(traffic.made, traffic.odd, decidedByAPerson));
        waits = new WaitChecks(watch, environment.held);
        checks.put(
                "no user waits longer than 15 s because of another user's row",
                waits.offenders(environment.darkroom, traffic.asked));
        checks.put("an engine that lives never has a heartbeat older than 10 s", watch.silentOnes());
        checks.put("completed ones have their files, hashes and a link that opens", outside.files());
        checks.put("timelines have no gap", inside.timelines());
        environment.engines.close();
        checks.put("no object without a row", outside.strays(environment.sandbox.objects(ChaosEnvironment.BUCKET)));
        writeOffenders(environment);
    }

    private String report() {
        return checks.entrySet().stream()
                .map(check -> (check.getValue().isEmpty() ? "green  " : "RED    ")
                        + check.getKey()
                        + check.getValue().stream()
                                .limit(12)
                                .map(offender -> "\n         " + offender)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n", "seed " + seed + "\n", "\n"));
    }

    private String summary(ChaosEnvironment environment, RequestTraffic traffic, Duration all, Duration settled) {
        String ends = String.join(
                ", ",
                environment.darkroom.database.<List<String>>inTransaction(handle -> handle.createQuery(
                                "select lower(status) || ' ' || count(*) from generation group by status order by 1")
                        .mapTo(String.class)
                        .list()));
        String failures = String.join(
                "\n           ",
                environment.darkroom.database.<List<String>>inTransaction(
                        handle -> handle.createQuery("""
                                select count(*) || ' ' || coalesce(error_code, '') || ': ' || left(min(error), 100)
                                from generation where status = 'FAILED' group by error_code order by count(*) desc
                                """).mapTo(String.class).list()));
        return """
                seed       %d
                struck     %s
                engines    %d started, %d of them ended by themselves, %d frozen ones came back while another worked on theirs
                asked      %d, made %d, refused for want of credits %d, answered twice %d, asked over several connections at once %d,
                           cancels %d, a unique constraint said no to somebody rawWriter %d times
                outcomes   %s; decided by a person %d
                failures   %s
                locked     %d rows of others; the longest wait that counts %.1f s, the oldest heartbeat that counts %.1f s
                stores     %d took longer than a lease
                poison     %s
                clock      %s
                settled    after %d s of calm
                took       %d s

                %s""".formatted(
                        seed,
                        environment.done,
                        environment.engines.started.get(),
                        environment.engines.gaveUp.get(),
                        environment.engines.lateReturns.get(),
                        generations,
                        traffic.made.size(),
                        traffic.refused.get(),
                        traffic.askedAgain.get(),
                        traffic.askedAtOnce.get(),
                        traffic.cancels.get(),
                        toldNo,
                        ends,
                        decidedByAPerson.size(),
                        failures,
                        environment.held.size(),
                        waits.longest().toMillis() / 1e3,
                        watch.oldestHeartbeat(),
                        longStores(environment),
                        poison(environment),
                        environment.hasShiftedClock()
                                ? "of the last engine two hours off"
                                : "SKIPPED: no C compiler to shift one, all are right",
                        settled.toSeconds(),
                        all.toSeconds(),
                        report());
    }

    private static int longStores(ChaosEnvironment environment) {
        return environment.darkroom.database.inTransaction(handle -> handle.createQuery(
                        "select count(*) from timeline_event where kind = 'STORED' and duration_ms > :lease")
                .bind("lease", DarkroomProcess.LEASE.toMillis())
                .mapTo(Integer.class)
                .one());
    }

    private static String poison(ChaosEnvironment environment) {
        return String.join(
                ", ",
                environment.darkroom.database.<List<String>>inTransaction(handle -> handle.createQuery("""
                                select count(*) || ' ' || lower(status) || coalesce(' (' || error_code || ')', '')
                                from generation where user_id = :user group by status, error_code order by 1
                                """)
                        .bind("user", PoisonRow.USER)
                        .mapTo(String.class)
                        .list()));
    }

    /** The timelines of all that is wrong, beside the logs of the engines. */
    private void writeOffenders(ChaosEnvironment environment) throws IOException {
        List<String> lines = new ArrayList<>();
        checks.values().stream()
                .flatMap(List::stream)
                .filter(offender -> offender.matches("[0-9a-f-]{36} .*"))
                .forEach(offender -> {
                    lines.add(offender);
                    environment
                            .darkroom
                            .generations
                            .timeline(UUID.fromString(offender.substring(0, 36)))
                            .forEach(event -> lines.add("    " + event));
                });
        Files.write(FOLDER.resolve("offenders.txt"), lines);
    }

    private static void clean() throws IOException {
        if (Files.exists(FOLDER)) {
            try (Stream<Path> all = Files.walk(FOLDER)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(FOLDER);
    }

    private static void closeQuietly(ChaosEnvironment environment) {
        try {
            environment.close();
        } catch (Exception failure) {
            System.err.println("Left behind: " + failure);
        }
    }

    private static String property(String name, String otherwise) {
        String value = System.getProperty(name, "");
        return value.isBlank() || value.startsWith("$") ? otherwise : value;
    }

    private static void say(String text) {
        System.out.println(text);
        System.out.flush();
    }
}
