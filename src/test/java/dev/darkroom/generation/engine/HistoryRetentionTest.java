package dev.darkroom.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.AdvisoryLock;
import dev.darkroom.database.Database;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.SeededGenerations;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which history is deleted, and which never is. */
class HistoryRetentionTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String MODEL = "fal-ai/flux/dev";
    private static final Duration OLD = Duration.ofDays(100);
    private static final String RENDERED =
            ", stage = 'SIGNING', result = '{}', request_id = 'job-' || id, media_path = 'p', media_url = 'http://u'";

    private static SeededGenerations seed;

    @BeforeAll
    static void users() {
        seed = new SeededGenerations(DATABASE.get()).users("ana");
    }

    @BeforeEach
    @AfterEach
    void keeps_everything() {
        execute("update retention set days = null, reached_at = 'epoch', began_at = now()");
    }

    @Test
    void nothing_is_deleted_unless_it_is_asked_for() {
        UUID old = completed(OLD, 50);
        bulkAction(old, "now() - interval '100 days'");
        deadEngine();
        String before = everything();

        maintain();

        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void timelines_go_a_thousand_lines_a_step_and_money_stays() {
        List<UUID> old = List.of(completed(OLD, 1_500), completed(OLD, 700));
        UUID recent = completed(Duration.ofDays(20), 5);
        UUID open = seed.one("ana", MODEL, 4, OLD, "");
        String money = money();
        keep("TIMELINE", 90);

        int before = number("select count(*) from timeline_event");
        MaintenanceJob.step(DATABASE.get());
        assertThat(before - number("select count(*) from timeline_event")).isEqualTo(HistoryRetention.BATCH);
        maintain();

        assertThat(old).allSatisfy(id -> assertThat(lines(id)).isZero());
        assertThat(lines(recent)).isGreaterThan(5);
        assertThat(lines(open)).isPositive();
        assertThat(money()).isEqualTo(money);
        assertThat(number("select count(*) from credit_mismatch")).isZero();
    }

    @Test
    void what_ended_after_the_pass_had_come_by_goes_with_the_next_one() {
        UUID late = seed.one("ana", MODEL, 4, OLD, "");
        keep("TIMELINE", 90);
        maintain();
        execute("update generation set status = 'COMPLETED', finished_at = now() - interval '95 days'" + RENDERED
                + " where id = '" + late + "'");
        maintain();
        assertThat(lines(late)).isPositive();

        execute("update retention set began_at = now() - interval '8 days'");
        maintain();
        assertThat(lines(late)).isZero();
    }

    @Test
    void the_result_of_what_is_completed_goes_and_of_what_may_be_retried_stays() {
        UUID completed = completed(OLD, 1);
        UUID failed = seed.one(
                "ana",
                MODEL,
                0,
                OLD,
                "status = 'FAILED', error = 'e', refunded = true, stage = 'RENDERED', result = '{}', request_id = 'j-' || id,"
                        + " finished_at = now() - interval '100 days'");
        UUID withoutLink = completed(OLD, 1);
        execute("update generation set media_url = null where id = '" + withoutLink + "'");
        UUID incomplete = completed(OLD, 1);
        execute("update generation set warning = '[\"quote\", \"one of two files is lost\"]' where id = '" + incomplete
                + "'");
        UUID marked = completed(OLD, 1);
        execute("update generation set attention_cause = 'SLOW', attention_since = now() where id = '" + marked + "'");
        keep("RESULT", 30);

        maintain();

        assertThat(hasResult(completed)).isFalse();
        assertThat(hasResult(failed)).isTrue();
        assertThat(List.of(withoutLink, incomplete, marked)).allMatch(HistoryRetentionTest::hasResult);
        assertThat(lines(completed)).isPositive();
    }

    @Test
    void the_items_of_ended_bulk_acts_go_and_those_of_running_ones_stay() {
        UUID generation = completed(OLD, 1);
        UUID ended = bulkAction(generation, "now() - interval '100 days'");
        UUID running = bulkAction(generation, "null");
        keep("BULK_ITEM", 90);

        maintain();

        assertThat(number("select count(*) from bulk_item where bulk_id = '" + ended + "'"))
                .isZero();
        assertThat(number("select count(*) from bulk_item where bulk_id = '" + running + "'"))
                .isOne();
        assertThat(number("select count(*) from bulk_action where id = '" + ended + "'"))
                .isOne();
    }

    @Test
    void engines_that_were_last_heard_long_ago_go_and_living_ones_stay() {
        UUID dead = deadEngine();
        UUID alive = UUID.randomUUID();
        new EngineRegistry(DATABASE.get()).begin(alive, 5);
        keep("ENGINE", 90);

        maintain();

        assertThat(number("select count(*) from engine where id = '" + dead + "'"))
                .isZero();
        assertThat(number("select count(*) from engine where id = '" + alive + "'"))
                .isOne();
    }

    @Test
    void one_process_at_a_time_does_it() {
        UUID dead = deadEngine();
        keep("ENGINE", 90);
        try (Database process = Database.open(DATABASE.settings())) {
            process.useTransaction(handle -> {
                assertThat(AdvisoryLock.RETENTION.tryLock(handle)).isTrue();
                MaintenanceJob.step(DATABASE.get());
            });
        }
        assertThat(number("select count(*) from engine where id = '" + dead + "'"))
                .isOne();
    }

    private static void maintain() {
        while (MaintenanceJob.step(DATABASE.get())) {
            // until nothing is left
        }
    }

    private static UUID completed(Duration age, int lines) {
        UUID id = seed.one(
                "ana",
                MODEL,
                4,
                age,
                "status = 'COMPLETED', finished_at = now() - interval '" + age.toDays() + " days'" + RENDERED);
        execute("insert into timeline_event (generation_id, kind, actor) select '" + id
                + "', 'IN_PROGRESS', 'test' from generate_series(1, " + lines + ")");
        return id;
    }

    private static UUID bulkAction(UUID generation, String finished) {
        UUID id = UUID.randomUUID();
        execute("insert into bulk_action (id, act, reason, actor, what, state, finished_at) select '" + id
                + "', 'RETRY', 'r', 'a', 'w', case when " + finished + " is null then 'RUNNING' else 'DONE' end, "
                + finished);
        execute("insert into bulk_item (bulk_id, generation_id, status, epoch) values ('" + id + "', '" + generation
                + "', 'FAILED', 1)");
        return id;
    }

    private static UUID deadEngine() {
        UUID id = UUID.randomUUID();
        execute("insert into engine (id, host, process, version, capacity, state, heartbeat_at) values ('" + id
                + "', 'h', 1, 'v', 1, 'RUNNING', now() - interval '100 days')");
        return id;
    }

    private static void keep(String what, int days) {
        execute("update retention set days = " + days + " where what = '" + what + "'");
    }

    private static int lines(UUID id) {
        return number("select count(*) from timeline_event where generation_id = '" + id + "'");
    }

    private static boolean hasResult(UUID id) {
        return number("select count(*) from generation where result is not null and id = '" + id + "'") == 1;
    }

    private static String money() {
        return text("select coalesce(sum(amount), 0) || ' in ' || count(*) from credit_transaction");
    }

    private static String everything() {
        return money()
                + text(
                        " select ', ' || (select count(*) from timeline_event) || ' lines, '"
                                + " || (select count(*) from generation where result is not null) || ' results, '"
                                + " || (select count(*) from bulk_item) || ' items, ' || (select count(*) from engine) || ' engines'");
    }

    private static int number(String sql) {
        return DATABASE.get()
                .read(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }

    private static String text(String sql) {
        return DATABASE.get()
                .read(handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    private static void execute(String sql) {
        DATABASE.get().useTransaction(handle -> handle.execute(sql));
    }
}
