package dev.darkroom.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.database.Database;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.metric.MetricSummary.ModelFigures;
import dev.darkroom.metric.MetricSummary.Phase;
import dev.darkroom.metric.MetricSummary.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events are aggregated exactly once and completely, by whichever process comes first. */
class MetricRollupTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final int ROWS = 2_000;
    private static final String LINES = """
            insert into timeline_event (generation_id, at, kind, data, actor)
            select id, finished_at, status,
                   case status when 'FAILED' then jsonb_build_object('code', 'content_policy', 'message',
                     'The prompt of ' || id || ' was refused, see https://fal.ai/' || attempt) end, 'test'
            from generation where created_by = 'seed' and finished_at is not null and finished_at < now() order by finished_at
            """;

    private final MetricQueries queries = new MetricQueries(DATABASE.get());

    @BeforeAll
    static void seed() {
        new SeededGenerations(DATABASE.get()).many(ROWS);
        execute("update generation set submit_started_at = created_at + interval '1 s',"
                + " rendered_at = created_at + interval '7 s'");
    }

    @BeforeEach
    void nothing_is_summed_up() {
        execute("truncate timeline_event, outcome_metric, latency_metric, credit_metric, error_metric, error_group");
        execute("update metric_progress set final_until = null, summed_at = 'epoch'");
        execute(LINES);
    }

    @Test
    void all_that_ended_is_counted_by_outcome_model_and_minute() {
        sumAll();

        MetricSummary summary = queries.summary(MetricRange.last(Duration.ofHours(2), Instant.now()));

        assertThat(total(summary, Step::completed)).isEqualTo(ended("COMPLETED"));
        assertThat(total(summary, Step::failed)).isEqualTo(ended("FAILED"));
        assertThat(summary.models())
                .hasSize(3)
                .allSatisfy(model -> assertThat(model.failureRate()).isBetween(0.04, 0.06));
        assertThat(summary.models().stream().mapToLong(ModelFigures::ended).sum())
                .isEqualTo(total(summary, Step::ended));
        assertThat(summary.steps()).filteredOn(step -> step.ended() > 0).hasSizeGreaterThan(15);
        assertThat(summary.summedUntil()).isPresent();
    }

    @Test
    void a_phase_is_told_within_a_tenth() {
        assertPhases();
    }

    @Test
    void a_retried_run_is_timed_from_its_retry() {
        execute("truncate timeline_event");
        execute("insert into timeline_event (generation_id, at, kind, actor)"
                + " select id, created_at - interval '1 s', 'FAILED', 'test' from generation");
        execute("insert into timeline_event (generation_id, at, kind, actor)"
                + " select id, created_at, 'RETRIED', 'test' from generation");
        execute(LINES);
        execute("update generation set created_at = created_at - interval '10 min'");
        try {
            assertPhases();
        } finally {
            execute("update generation set created_at = created_at + interval '10 min'");
        }
    }

    private void assertPhases() {
        sumAll();

        ModelFigures model = queries.summary(MetricRange.last(Duration.ofHours(2), Instant.now()))
                .models()
                .getFirst();

        assertThat(model.latencies().get(Phase.WAITING).percentile(0.95).toMillis())
                .isBetween(840L, 1_190L);
        assertThat(model.latencies().get(Phase.FAL).percentile(0.5).toMillis()).isBetween(5_000L, 7_000L);
        assertThat(model.latencies().get(Phase.TOTAL).percentile(0.5).toMillis())
                .isBetween(7_500L, 10_500L);
        assertThat(model.latencies().get(Phase.STORING).percentile(0.99).toMillis())
                .isBetween(1_700L, 2_300L);
    }

    @Test
    void what_the_provider_bills_for_failed_runs_is_lost() {
        sumAll();

        List<ModelFigures> models = queries.summary(MetricRange.last(Duration.ofHours(2), Instant.now()))
                .models();

        assertThat(models.stream().mapToLong(ModelFigures::lostCredits).sum()).isEqualTo(4 * ended("FAILED"));
        assertThat(models.stream().mapToLong(ModelFigures::credits).sum()).isEqualTo(4 * ended("COMPLETED"));
    }

    @Test
    void what_is_stored_again_is_not_billed_again_and_what_was_delivered_is_not_charged_again() {
        long completed = ended("COMPLETED");
        long failed = ended("FAILED");
        // Retried from the saved result, and repaired.
        endAgain("FAILED", 3, "20 s");
        endAgain("COMPLETED", 5, "30 s");
        sumAll();
        String once = figures();

        for (String grain : List.of("MINUTE", "HOUR", "DAY")) {
            assertThat(sum("outcome_metric", grain)).isEqualTo(completed + failed + 8);
            assertThat(credits("credits", "COMPLETED", grain)).isEqualTo(4 * (completed + 3));
            assertThat(credits("billed_credits", "COMPLETED", grain)).isEqualTo(4 * completed);
            assertThat(credits("billed_credits", "FAILED", grain)).isEqualTo(4 * failed);
            assertThat(sum("latency_metric", grain)).isEqualTo(4 * completed);
        }
        execute("update metric_progress set final_until = null");
        sumAll();
        assertThat(figures()).isEqualTo(once);
    }

    @Test
    void a_failure_before_the_rendering_of_the_next_attempt_is_not_billed() {
        execute("update timeline_event set at = at - interval '5 s' where kind = 'FAILED'");
        endAgain("FAILED", 3, "5 s");
        sumAll();

        assertThat(credits("billed_credits", "FAILED", "MINUTE")).isZero();
        assertThat(credits("billed_credits", "COMPLETED", "MINUTE")).isEqualTo(4 * ended("COMPLETED"));
    }

    /** The oldest ones that ended so are completed after this time. */
    private static void endAgain(String status, int count, String later) {
        execute("insert into timeline_event (generation_id, at, kind, actor) select generation_id, at + interval '"
                + later + "', 'COMPLETED', 'test' from timeline_event where kind = '" + status + "' order by at limit "
                + count);
    }

    private static long credits(String column, String outcome, String grain) {
        return DATABASE.get()
                .read(handle -> handle.createQuery("select sum(" + column + ") from outcome_metric"
                                + " where outcome = :outcome and grain = :grain")
                        .bind("outcome", outcome)
                        .bind("grain", grain)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void failures_that_differ_in_ids_and_addresses_are_one_cause() {
        sumAll();

        List<ErrorGroup> errors = queries.errors(MetricRange.last(Duration.ofHours(2), Instant.now()));

        assertThat(errors)
                .hasSize(3)
                .extracting(ErrorGroup::fingerprint)
                .containsOnly(errors.getFirst().fingerprint());
        assertThat(errors.stream().mapToLong(ErrorGroup::count).sum()).isEqualTo(ended("FAILED"));
        assertThat(errors.getFirst().code()).isEqualTo("content_policy");
        assertThat(errors.getFirst().firstSeen()).isBefore(errors.getFirst().lastSeen());
        assertThat(errors.getFirst().trend().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(errors.getFirst().count());
    }

    @Test
    void how_much_there_is_to_do_is_noted_for_the_minute() {
        execute(
                "update generation set status = 'PENDING', finished_at = null where request_id in ('request-1', 'request-2')");
        execute("update generation set status = 'PROCESSING', finished_at = null, stage = 'SUBMITTED',"
                + " owner = gen_random_uuid(), lease_until = now() where request_id = 'request-3'");
        execute(
                "update generation set attention_cause = 'WORKER_GONE', attention_since = now() where request_id = 'request-4'");
        sumAll();

        assertThat(queries.load(Duration.ofHours(1)).getLast())
                .returns(2L, MetricSummary.LoadStep::waiting)
                .returns(1L, MetricSummary.LoadStep::inFlight)
                .returns(1L, MetricSummary.LoadStep::attention);
        execute(
                "update generation set status = 'COMPLETED', finished_at = created_at + interval '9 s', attention_cause = null,"
                        + " attention_since = null, stage = null, owner = null, lease_until = null where request_id in ('request-1', 'request-2', 'request-3', 'request-4')");
    }

    @Test
    void a_day_is_read_by_its_minutes() {
        Instant now = Instant.parse("2026-11-29T03:52:07Z");

        MetricRange day = MetricRange.last(Duration.ofHours(24), now);

        assertThat(day.step()).isEqualTo(Duration.ofMinutes(15));
        assertThat(day.grain(now)).isEqualTo(MetricRange.Grain.MINUTE);
    }

    @Test
    void a_month_is_read_by_its_days() {
        Instant now = Instant.parse("2026-11-29T03:52:07Z");

        MetricRange month = MetricRange.last(Duration.ofDays(30), now);

        assertThat(month.step()).isEqualTo(Duration.ofDays(1));
        assertThat(month.grain(now)).isEqualTo(MetricRange.Grain.DAY);
        sumAll();
        assertThat(total(queries.summary(MetricRange.last(Duration.ofDays(30), Instant.now())), Step::completed))
                .isEqualTo(ended("COMPLETED"));
    }

    @Test
    void a_known_cause_that_fails_again_is_back() {
        sumAll();
        MetricRange range = MetricRange.last(Duration.ofHours(2), Instant.now());
        ErrorGroupService service = new ErrorGroupService(DATABASE.get());

        service.markKnown(queries.errors(range).getFirst(), "kim");

        ErrorGroup known = queries.errors(range).getFirst();
        assertThat(known.known())
                .hasValueSatisfying(mark -> assertThat(mark.by()).isEqualTo("kim"));
        assertThat(known.hasRecurred()).isFalse();
        execute("update error_group set last_seen = clock_timestamp() + interval '1 s'");
        assertThat(queries.errors(range).getFirst().hasRecurred()).isTrue();
        service.markNew(known, "lee");
        assertThat(queries.errors(range).getFirst().known()).isEmpty();
        assertThat(recordedMarks(known)).containsExactly("kim MARK_KNOWN -> kim", "lee MARK_NEW kim ->");
    }

    private static List<String> recordedMarks(ErrorGroup group) {
        return DATABASE.get()
                .read(handle -> handle.createQuery("""
                        select concat_ws(' ', actor, action, before ->> 'known_by', '->', after ->> 'known_by')
                        from operator_action where subject = :subject order by id
                        """)
                        .bind("subject", group.code() + ", " + group.model())
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void what_is_taken_back_is_the_mark_that_was_set_and_not_a_later_one_of_somebody_else() {
        sumAll();
        MetricRange range = MetricRange.last(Duration.ofHours(2), Instant.now());
        ErrorGroupService service = new ErrorGroupService(DATABASE.get());
        ErrorGroup group = queries.errors(range).getLast();
        assertThat(group.known()).isEmpty();

        ErrorGroup marked = service.markKnown(group, "kim");
        service.markKnown(group, "lee");
        assertThat(service.markNew(marked, "kim")).isFalse();
        ErrorGroup now = queries.errors(range).getLast();
        assertThat(now.known()).hasValueSatisfying(mark -> assertThat(mark.by()).isEqualTo("lee"));
        assertThat(service.markNew(now, "lee")).isTrue();

        assertThat(queries.errors(range).getLast().known()).isEmpty();
        assertThat(recordedMarks(group))
                .endsWith("kim MARK_KNOWN -> kim", "lee MARK_KNOWN kim -> lee", "lee MARK_NEW lee ->");
    }

    @Test
    void summing_up_twice_changes_nothing() {
        sumAll();
        String once = figures();

        execute("update metric_progress set summed_at = 'epoch'");
        sumAll();

        assertThat(figures()).isEqualTo(once);
    }

    @Test
    void coded_failures_are_one_cause_by_their_codes_and_are_said_in_the_language_of_the_window() {
        execute("""
                update timeline_event set data = jsonb_set(data, '{message}', case
                  when generation_id::text < '8' then jsonb_build_array('waits.until', generation_id, jsonb_build_array('quote', at))
                  else jsonb_build_array('waits.quota', generation_id) end) where kind = 'FAILED'""");
        sumAll();

        List<ErrorGroup> errors = queries.errors(MetricRange.last(Duration.ofHours(2), Instant.now()));

        assertThat(errors).hasSize(6);
        assertThat(errors.stream().map(ErrorGroup::fingerprint).distinct()).hasSize(2);
        assertThat(errors.stream().map(group -> group.message().code()).distinct())
                .containsExactlyInAnyOrder("waits.until", "waits.quota");
    }

    @Test
    void a_sum_that_took_long_is_followed_by_a_longer_rest() {
        sumAll();
        execute(
                "update metric_progress set took = interval '1 hour', summed_at = clock_timestamp() - interval '1 hour',"
                        + " final_until = clock_timestamp() - interval '1 hour'");
        String once = summedAt();

        DATABASE.get().inTransaction(MetricRollup::step);
        assertThat(summedAt()).isEqualTo(once);

        execute("update metric_progress set took = interval '1 second'");
        DATABASE.get().inTransaction(MetricRollup::step);
        assertThat(summedAt()).isGreaterThan(once);
    }

    @Test
    void nothing_is_final_that_an_open_transaction_may_still_add_to() {
        sumAll();
        sumAll();
        try (Database other = Database.open(DATABASE.settings())) {
            other.useTransaction(late -> {
                late.execute("insert into timeline_event (generation_id, kind, actor)"
                        + " select id, 'CANCELLED', 'test' from generation limit 1");
                sumAll();
                String settled = settledAt();
                sumAll();
                sumAll();
                assertThat(settledAt()).isEqualTo(settled);
            });
        }
        String settled = settledAt();
        sumAll();
        sumAll();

        assertThat(settledAt()).isGreaterThan(settled);
        assertThat(total(queries.summary(MetricRange.last(Duration.ofHours(2), Instant.now())), Step::cancelled))
                .isEqualTo(1);
    }

    @Test
    void a_transaction_that_stays_open_for_hours_stops_neither_the_figures_of_now_nor_the_rest() {
        sumAll();
        sumAll();
        try (Database other = Database.open(DATABASE.settings())) {
            other.useTransaction(late -> {
                late.execute("select pg_current_xact_id()");
                sumAll();
                execute(
                        "update metric_progress set final_until = date_trunc('minute', clock_timestamp() - interval '7 hours'),"
                                + " settled_at = clock_timestamp() - interval '7 hours'");
                sumAll();
                assertThat(DATABASE.get()
                                .<Boolean>inTransaction(handle -> handle.createQuery(
                                                "select final_until > clock_timestamp() - interval '6 hours' from metric_progress")
                                        .mapTo(Boolean.class)
                                        .one()))
                        .isTrue();
            });
        }
    }

    @Test
    void hours_and_days_hold_what_their_minutes_held_and_old_minutes_go() {
        age("3 days");
        sumAll();

        for (String grain : List.of("HOUR", "DAY")) {
            assertThat(sum("outcome_metric", grain)).isEqualTo(ended("COMPLETED") + ended("FAILED"));
            assertThat(sum("latency_metric", grain)).isEqualTo(4 * ended("COMPLETED"));
            assertThat(sum("error_metric", grain)).isEqualTo(ended("FAILED"));
        }
        assertThat(sum("outcome_metric", "MINUTE")).isZero();
        MetricSummary week = queries.summary(MetricRange.last(Duration.ofDays(7), Instant.now()));
        assertThat(total(week, Step::completed)).isEqualTo(ended("COMPLETED"));
        age("-3 days");
    }

    private static void age(String by) {
        execute("update generation set created_at = created_at - interval '" + by
                + "', submit_started_at = submit_started_at"
                + " - interval '" + by + "', rendered_at = rendered_at - interval '" + by
                + "', finished_at = finished_at"
                + " - interval '" + by + "'");
        execute("update timeline_event set at = at - interval '" + by + "'");
    }

    private static void execute(String sql) {
        DATABASE.get().useTransaction(handle -> handle.execute(sql));
    }

    private static void sumAll() {
        boolean more = true;
        while (more) {
            execute("update metric_progress set summed_at = 'epoch'");
            more = DATABASE.get().inTransaction(MetricRollup::step);
        }
    }

    private static long total(MetricSummary summary, ToLongFunction<Step> figure) {
        return summary.steps().stream().mapToLong(figure).sum();
    }

    private static long ended(String status) {
        return DATABASE.get()
                .read(handle -> handle.createQuery("select count(*) from timeline_event where kind = :status")
                        .bind("status", status)
                        .mapTo(Long.class)
                        .one());
    }

    private static String settledAt() {
        return progress("settled_at");
    }

    private static String summedAt() {
        return progress("summed_at");
    }

    private static String progress(String column) {
        return DATABASE.get()
                .read(handle -> handle.createQuery("select " + column + " from metric_progress")
                        .mapTo(String.class)
                        .one());
    }

    private static long sum(String table, String grain) {
        return DATABASE.get()
                .read(handle -> handle.createQuery(
                                "select coalesce(sum(count), 0) from " + table + " where grain = :grain")
                        .bind("grain", grain)
                        .mapTo(Long.class)
                        .one());
    }

    private static String figures() {
        return DATABASE.get()
                .read(handle -> String.join(
                        "\n", handle.createQuery("""
                        select o::text from outcome_metric o union all select l::text from latency_metric l
                        union all select e::text from error_metric e union all select g::text from error_group g order by 1
                        """).mapTo(String.class).list()));
    }
}
