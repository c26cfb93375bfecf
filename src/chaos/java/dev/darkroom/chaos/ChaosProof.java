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
 * Real engines, a real database and the stand-ins as processes that are killed, frozen and cut off at random while users
 * ask, and while a bad neighbour locks rows and writes others that nobody can read; when it is over, every generation has
 * ended, paid once, and nobody has waited for somebody else. Not part of the ordinary tests: {@code mvn -Pchaos verify}.
 */
class ChaosProof {
    private static final Duration CALM = Duration.ofMinutes(2);
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
        Plan plan = Plan.of(random, storm, Stage.ENGINES, 3);
        say("Chaos with -Dchaos.seed=" + seed + ": " + generations + " generations, a storm of " + storm.toSeconds()
                + " s\n" + plan.blows().stream().map(String::valueOf).collect(Collectors.joining("\n")));
        Instant start = Instant.now();
        try (Stage stage = new Stage(FOLDER, seed)) {
            Thread last = new Thread(() -> closeQuietly(stage));
            Runtime.getRuntime().addShutdownHook(last);
            Crowd crowd = new Crowd(stage, random, generations, storm);
            crowd.fillPurses();
            stage.faults(FAULTS);
            stage.startEngines();
            List<Thread> people = crowd.start();
            Instant calm;
            Hasty hasty = new Hasty(stage.wired);
            watch = new EngineWatch(stage.direct, stage::undisturbed);
            try (hasty) {
                storm(stage, plan);
                stage.faults("none");
                calm = Instant.now();
                for (Thread person : people) {
                    person.join();
                }
            }
            toldNo = hasty.toldNo.get();
            settle(stage, calm.plus(CALM));
            watch.close();
            crowd.made.putAll(stage.poison);
            Duration settled = Duration.between(calm, Instant.now());
            check(stage, crowd);
            say(summary(stage, crowd, Duration.between(start, Instant.now()), settled));
            Runtime.getRuntime().removeShutdownHook(last);
        }
        assertThat(harness).as("blows that could not be struck").isEmpty();
        assertThat(checks.values()).as(report()).allMatch(List::isEmpty);
    }

    private void storm(Stage stage, Plan plan) throws InterruptedException {
        Instant begin = Instant.now();
        List<Thread> blows = new ArrayList<>();
        for (Plan.Blow blow : plan.blows()) {
            Thread.sleep(
                    Duration.between(Instant.now(), begin.plus(blow.at())).toMillis() > 0
                            ? Duration.between(Instant.now(), begin.plus(blow.at()))
                            : Duration.ZERO);
            blows.add(Thread.ofVirtual()
                    .uncaughtExceptionHandler((_, failure) -> harness.add(failure))
                    .start(() -> stage.strike(blow)));
        }
        for (Thread blow : blows) {
            blow.join();
        }
    }

    /** A person looks after what the engines leave to one, until all has ended or the time is over. */
    private void settle(Stage stage, Instant until) throws InterruptedException {
        Checks checks = new Checks(stage.darkroom);
        while (!checks.open().isEmpty() && Instant.now().isBefore(until)) {
            leftToAPerson(stage, "hold is not null").forEach(id -> {
                stage.darkroom.actions.cancel(id, "fal.ai does not show it, or it cannot be read", "person");
                decidedByAPerson.add(id);
            });
            leftToAPerson(
                            stage,
                            "hold is null and status = 'PENDING' and next_attempt_at > now() + interval '2 minutes'")
                    .forEach(id -> stage.darkroom
                            .generations
                            .find(id)
                            .ifPresent(generation -> stage.darkroom.actions.recover(
                                    id, ExpectedVersion.of(generation), "it may go on", "person")));
            Thread.sleep(500);
        }
    }

    private static List<UUID> leftToAPerson(Stage stage, String condition) {
        return stage.darkroom.database.inTransaction(
                handle -> handle.createQuery("select id from generation where " + condition)
                        .mapTo(UUID.class)
                        .list());
    }

    private void check(Stage stage, Crowd crowd) throws Exception {
        Checks inside = new Checks(stage.darkroom);
        OutsideChecks outside = new OutsideChecks(stage.darkroom, crowd.made);
        checks.put("everything has ended", inside.open());
        checks.put("balances are the sums of their ledgers", inside.balances());
        checks.put("deducted once, refunded exactly when it did not succeed", inside.charges());
        List<String> keys = new ArrayList<>(inside.keys(crowd.made));
        keys.addAll(crowd.differed);
        checks.put("one generation for each key", keys);
        JsonNode books = stage.sandbox.books();
        checks.put("fal.ai accepted none twice", outside.acceptedTwice(books));
        checks.put("nothing that fal.ai finished is lost to an outage of storage", outside.lost(books));
        checks.put("an odd answer ends as it must", inside.odd(crowd.made, crowd.odd, decidedByAPerson));
        waits = new WaitChecks(watch, stage.held);
        checks.put(
                "no user waits longer than 15 s because of another user's row",
                waits.offenders(stage.darkroom, crowd.asked));
        checks.put("an engine that lives never has a heartbeat older than 10 s", watch.silentOnes());
        checks.put("completed ones have their files, hashes and a link that opens", outside.files());
        checks.put("timelines have no gap", inside.timelines());
        stage.engines.close();
        checks.put("no object without a row", outside.strays(stage.sandbox.objects(Stage.BUCKET)));
        writeOffenders(stage);
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

    private String summary(Stage stage, Crowd crowd, Duration all, Duration settled) {
        String ends = String.join(
                ", ",
                stage.darkroom.database.<List<String>>inTransaction(handle -> handle.createQuery(
                                "select lower(status) || ' ' || count(*) from generation group by status order by 1")
                        .mapTo(String.class)
                        .list()));
        String failures = String.join(
                "\n           ",
                stage.darkroom.database.<List<String>>inTransaction(
                        handle -> handle.createQuery("""
                                select count(*) || ' ' || coalesce(error_code, '') || ': ' || left(min(error), 100)
                                from generation where status = 'FAILED' group by error_code order by count(*) desc
                                """).mapTo(String.class).list()));
        return """
                seed       %d
                struck     %s
                engines    %d started, %d of them ended by themselves, %d frozen ones came back while another worked on theirs
                asked      %d, made %d, refused for want of credits %d, answered twice %d, asked over several connections at once %d,
                           cancels %d, a unique constraint said no to somebody hasty %d times
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
                        stage.done,
                        stage.engines.started.get(),
                        stage.engines.gaveUp.get(),
                        stage.engines.lateReturns.get(),
                        generations,
                        crowd.made.size(),
                        crowd.refused.get(),
                        crowd.askedAgain.get(),
                        crowd.askedAtOnce.get(),
                        crowd.cancels.get(),
                        toldNo,
                        ends,
                        decidedByAPerson.size(),
                        failures,
                        stage.held.size(),
                        waits.longest().toMillis() / 1e3,
                        watch.oldestHeartbeat(),
                        longStores(stage),
                        poison(stage),
                        stage.hasShiftedClock()
                                ? "of the last engine ten minutes off"
                                : "SKIPPED: no C compiler to shift one, all are right",
                        settled.toSeconds(),
                        all.toSeconds(),
                        report());
    }

    private static int longStores(Stage stage) {
        return stage.darkroom.database.inTransaction(handle -> handle.createQuery(
                        "select count(*) from timeline_event where kind = 'STORED' and duration_ms > :lease")
                .bind("lease", Program.LEASE.toMillis())
                .mapTo(Integer.class)
                .one());
    }

    private static String poison(Stage stage) {
        return String.join(
                ", ",
                stage.darkroom.database.<List<String>>inTransaction(handle -> handle.createQuery("""
                                select count(*) || ' ' || lower(status) || coalesce(' (' || error_code || ')', '')
                                from generation where user_id = :user group by status, error_code order by 1
                                """)
                        .bind("user", PoisonRow.USER)
                        .mapTo(String.class)
                        .list()));
    }

    /** The timelines of all that is wrong, beside the logs of the engines. */
    private void writeOffenders(Stage stage) throws IOException {
        List<String> lines = new ArrayList<>();
        checks.values().stream()
                .flatMap(List::stream)
                .filter(offender -> offender.matches("[0-9a-f-]{36} .*"))
                .forEach(offender -> {
                    lines.add(offender);
                    stage.darkroom
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

    private static void closeQuietly(Stage stage) {
        try {
            stage.close();
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
