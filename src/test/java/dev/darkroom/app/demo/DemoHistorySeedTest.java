package dev.darkroom.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.database.Database;
import dev.darkroom.database.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A seeded history is as consistent as one produced by engines. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoHistorySeedTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final int ROWS = 3_000;
    private static final DemoHistoryRows.Extent EXTENT = new DemoHistoryRows.Extent(ROWS, 40, Duration.ofDays(60), 12);
    private static final String SCHEMA = """
            select string_agg(line, e'\\n' order by line) from (
              select pg_get_indexdef(indexrelid) as line from pg_index join pg_class c on c.oid = indrelid
              where relnamespace = 'darkroom'::regnamespace
              union all
              select conrelid::regclass || conname || replace(pg_get_constraintdef(oid), ' NOT VALID', '') from pg_constraint
              where connamespace = 'darkroom'::regnamespace) x
            """;

    private static String before = "";

    @BeforeAll
    static void seed() {
        before = text(SCHEMA);
        new DemoHistorySeed(EXTENT, _ -> {}).fill(DATABASE.settings());
    }

    @Test
    void balances_agree_with_the_ledger() {
        assertThat(number("select count(*) from credit_mismatch")).isZero();
        assertThat(number("""
                select count(*) from (
                  select balance_after - amount - coalesce(lag(balance_after) over w, 0) as gap,
                         version - coalesce(lag(version) over w, 0) - 1 as hole
                  from credit_transaction window w as (partition by user_id order by version)) x
                where gap <> 0 or hole <> 0
                """)).isZero();
        assertThat(number("select count(*) from credit_transaction where kind = 'REFUND' and reverses is null"))
                .isZero();
    }

    @Test
    void every_state_has_its_share() {
        Map<String, Long> states = DATABASE.get()
                .read(handle -> handle.createQuery(
                                "select coalesce(hold, status) as state, count(*) as count from generation group by 1")
                        .reduceRows(new java.util.HashMap<>(), (map, row) -> {
                            map.put(row.getColumn("state", String.class), row.getColumn("count", Long.class));
                            return map;
                        }));

        assertThat(states.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(ROWS);
        assertThat(states)
                .containsOnlyKeys("COMPLETED", "FAILED", "CANCELLED", "PENDING", "SUBMIT_UNKNOWN", "JOB_REFUSED");
        assertThat(states.get("COMPLETED")).isGreaterThan(ROWS * 9 / 10);
        assertThat(states.get("PENDING") + states.get("SUBMIT_UNKNOWN") + states.get("JOB_REFUSED"))
                .isEqualTo(12);
        assertThat(number("select count(distinct model) from generation")).isEqualTo(10);
        assertThat(number("select count(distinct error_code) from generation where status = 'FAILED'"))
                .isEqualTo(6);
    }

    @Test
    void what_is_completed_has_its_files_its_job_and_its_timeline() {
        assertThat(number("""
                select count(*) from generation g where status = 'COMPLETED' and (
                  files_stored <> (select count(*) from stored_file f where f.generation_id = g.id and state = 'STORED')
                  or bytes_stored <> (select sum(bytes) from stored_file f where f.generation_id = g.id)
                  or not exists (select from stored_file f where f.generation_id = g.id and f.path = g.media_path)
                  or not exists (select from fal_job j where j.request_id = g.request_id and j.generation_id = g.id)
                  or not exists (select from timeline_event t where t.generation_id = g.id and kind = 'COMPLETED' and at = g.finished_at))
                """)).isZero();
        assertThat(
                        number(
                                "select count(*) from timeline_event where jsonb_exists(data, 'balance') and data ->> 'balance' is null"))
                .isZero();
        assertThat(number("select count(*) from generation where finished_at > now()"))
                .isZero();
    }

    @Test
    void there_is_some_of_what_operators_look_for() {
        assertThat(number("""
                select count(*) from generation g
                where warning ->> 0 = 'warning.partial' and files_stored = files_expected - 1
                  and exists (select from stored_file f where f.generation_id = g.id and f.state = 'MISSING')
                """))
                .isEqualTo(number("select count(*) from stored_file where state = 'MISSING'"))
                .isPositive();
        assertThat(number("select count(*) from stored_file where flagged")).isPositive();
        assertThat(number("select count(*) from credit_transaction where kind = 'ADJUST'"))
                .isEqualTo(2);
        assertThat(number("select count(*) from credit_transaction where kind = 'ADJUST' and reverses is not null"))
                .isOne();
        assertThat(number("""
                select count(*) from bulk_item i join generation g on g.id = i.generation_id and g.status = 'CANCELLED'
                join bulk_action b on b.id = i.bulk_id and b.done = 3
                """)).isEqualTo(3);
    }

    @Test
    void the_figures_are_summed_up_to_the_end() {
        assertThat(number("select sum(count) from outcome_metric where grain = 'DAY'"))
                .isEqualTo(number("select count(*) from generation where finished_at is not null"));
        assertThat(number("select sum(charged) from credit_metric where grain = 'DAY'"))
                .isEqualTo(number("select -sum(amount) from credit_transaction where kind = 'DEDUCT'"));
    }

    @Test
    void keys_and_indexes_are_as_before() {
        assertThat(text(SCHEMA)).isEqualTo(before);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void what_is_not_empty_is_refused_and_stays() {
        DemoHistorySeed again = new DemoHistorySeed(EXTENT, _ -> {});

        assertThatThrownBy(() -> again.fill(DATABASE.settings()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not empty");
        assertThat(number("select count(*) from generation")).isEqualTo(ROWS);
    }

    @Test
    void what_is_stopped_halfway_leaves_nothing() {
        try (Empty empty = new Empty()) {
            DemoHistorySeed stopped = new DemoHistorySeed(EXTENT, told -> {
                if (told.startsWith("Making")) {
                    throw new IllegalStateException("stopped");
                }
            });

            assertThatThrownBy(() -> stopped.fill(empty.database.settings())).hasMessage("stopped");

            List<Long> left = empty.database.read(handle -> handle.createQuery(
                            "select count(*) from generation union all select count(*) from account")
                    .mapTo(Long.class)
                    .list());
            assertThat(left).containsOnly(0L);
        }
    }

    /** Another database of the server. */
    private static final class Empty implements AutoCloseable {
        private final TestDatabase made = new TestDatabase();
        private final Database database;

        Empty() {
            made.beforeAll(null);
            database = made.get();
        }

        @Override
        public void close() {
            made.afterAll(null);
        }
    }

    private static long number(String sql) {
        return DATABASE.get()
                .read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private static String text(String sql) {
        return DATABASE.get()
                .read(handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
