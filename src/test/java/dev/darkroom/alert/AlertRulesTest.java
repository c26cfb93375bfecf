package dev.darkroom.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkroom.console.generations.GenerationsTestBench;
import dev.darkroom.database.Database;
import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.database.TcpProxy;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.event.EventBus;
import dev.darkroom.fal.FalClient;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.ExpectedVersion;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis.Cause;
import dev.darkroom.generation.engine.EngineRegistry;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.logging.CategoryLog;
import dev.darkroom.logging.LogCategory;
import dev.darkroom.logging.LogMark;
import dev.darkroom.logging.LogSettings;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import dev.darkroom.metric.MetricRollup;
import dev.darkroom.sandbox.fal.FalSandbox;
import dev.darkroom.sandbox.fal.FalSandboxSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Each rule raises an alert for its condition, and the alert ends when the condition does. */
class AlertRulesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final BigDecimal TOP_UP = BigDecimal.valueOf(5_000);
    private static final long MOST_FILLED = 600L << 20;

    private static final String MODEL = "fal-ai/flux/dev";
    private static HttpClients http;
    private static AlertService service;
    private static AlertQueries queries;
    private static SeededGenerations seed;
    private static GenerationsTestBench acts;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    @BeforeAll
    static void open() {
        http = new HttpClients();
        service = new AlertService(
                DATABASE.get(), new AlertWebhook(http, OutboundPolicy.of(URI.create("http://127.0.0.1:1"))));
        queries = new AlertQueries(DATABASE.get());
        seed = new SeededGenerations(DATABASE.get()).users("ana.kovac");
        acts = new GenerationsTestBench(DATABASE.get());
    }

    @AfterAll
    static void close() {
        acts.close();
        http.close();
    }

    @BeforeEach
    void nothing_is_wrong() {
        execute("truncate alert, alert_delivery, alert_rule, alert_reading, outcome_metric, engine cascade");
        execute("update generation set attention_cause = null, attention_since = null");
    }

    @Test
    void a_stuck_generation_is_an_alert_once_it_has_been_stuck_for_long_enough() {
        UUID id = seed.one(
                "ana.kovac",
                MODEL,
                4,
                Duration.ofHours(1),
                "attempt = 1, stage = 'SUBMITTING', submit_started_at = created_at, hold = 'SUBMIT_UNKNOWN'"
                        + SeededGenerations.flagged(Cause.SUBMIT_UNKNOWN));
        judge();
        assertThat(active()).isEmpty();

        execute("update generation set attention_since = now() - interval '6 min' where id = '" + id + "'");
        judge();
        assertThat(active()).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(AlertKind.STUCK);
            assertThat(alert.said().english()).isEqualTo("1 generation is stuck (limit 0).");
            assertThat(alert.since()).isBefore(alert.fired());
        });

        assertThat(acts.actions.markFailed(id, seen(id), "nobody knows of it", "kim"))
                .isInstanceOf(ActionResult.Done.class);
        judge();
        assertThat(active()).isEmpty();
        assertThat(queries.newest(10))
                .singleElement()
                .satisfies(alert -> assertThat(alert.cleared()).isPresent());
    }

    @Test
    void what_passes_before_it_lasts_long_enough_leaves_nothing_behind() {
        seed.one(
                "ana.kovac",
                MODEL,
                4,
                Duration.ofHours(1),
                "attempt = 1, stage = 'SUBMITTING', submit_started_at = created_at, hold = 'SUBMIT_UNKNOWN'"
                        + SeededGenerations.flagged(Cause.SUBMIT_UNKNOWN));
        judge();
        execute("update generation set attention_cause = null, attention_since = null");
        judge();
        assertThat(count("alert")).isZero();
    }

    @Test
    void a_model_that_fails_too_often_is_an_alert_by_the_sums_of_the_last_minutes() {
        atOnce(AlertKind.FAILURE_RATE, 20);
        seed.many(60);
        execute(
                "update generation set status = 'FAILED', error = 'refused', media_url = null, media_path = null, refunded = true"
                        + " where created_by = 'seed' and model = '" + MODEL + "' and status = 'COMPLETED'");
        execute("insert into timeline_event (generation_id, at, kind, actor) select id, finished_at, status, 'test'"
                + " from generation where created_by = 'seed' and finished_at < now()");
        sumUp();
        judge();
        assertThat(active()).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).isEqualTo(MODEL);
            assertThat(alert.value()).isEqualTo(100);
            assertThat(alert.said().english())
                    .startsWith("100 % of fal-ai/flux/dev failed within 15 minutes: ")
                    .endsWith("(limit 20 %).");
        });

        execute(
                "insert into timeline_event (generation_id, at, kind, actor) select generation_id, at, 'COMPLETED', actor"
                        + " from timeline_event cross join generate_series(1, 9) where actor = 'test'");
        sumUp();
        judge();
        assertThat(active()).isEmpty();
    }

    @Test
    void a_paused_service_is_an_alert_until_it_answers_again() {
        atOnce(AlertKind.SERVICE_PAUSED, 0);
        ServiceCircuitBreaker breaker =
                new ServiceCircuitBreaker(DATABASE.get(), new EventBus(), Map.of(), Duration.ofSeconds(10));
        breaker.beginPause(
                ServiceCircuitBreaker.Service.STORAGE,
                ServiceCircuitBreaker.Cause.REFUSED,
                CodedMessage.quoted("Signature verification failed (403)."),
                Duration.ZERO);
        judge();
        assertThat(active()).singleElement().satisfies(alert -> {
            assertThat(alert.subject()).isEqualTo("STORAGE");
            assertThat(alert.said().english())
                    .isEqualTo(
                            "Storage refuses all requests, all new work waits: Signature verification failed (403).");
            assertThat(alert.said().in(Locale.GERMAN)).startsWith("Der Speicher weist alles ab");
        });

        breaker.reportSuccess(ServiceCircuitBreaker.Service.STORAGE, Duration.ZERO);
        judge();
        assertThat(active()).isEmpty();
    }

    @Test
    void a_failure_without_a_refund_is_an_alert_of_its_own_until_the_credits_are_back() {
        atOnce(AlertKind.REFUND_MISSING, 0);
        UUID id = seed.one(
                "ana.kovac",
                MODEL,
                4,
                Duration.ofHours(1),
                "status = 'FAILED', finished_at = now(), error = 'fal.ai answered 503.', error_kind = 'FINAL', error_code = '503'"
                        + SeededGenerations.flagged(Cause.NOT_REFUNDED));
        judge();
        assertThat(active())
                .singleElement()
                .satisfies(alert -> assertThat(alert.said().english())
                        .isEqualTo("1 generation has ended without a refund (limit 0)."));

        assertThat(acts.actions.refund(id, seen(id), "ticket 7", "kim")).isInstanceOf(ActionResult.Done.class);
        judge();
        assertThat(active()).isEmpty();
    }

    @Test
    void a_low_balance_is_an_alert_where_the_key_may_ask_for_it(@TempDir Path folder) {
        try (FalSandbox fal = FalSandbox.start(FalSandboxSettings.defaults().withDirectory(folder))) {
            FalClient client = new FalClient(
                    http, new FalSettings(URI.create(fal.url()), URI.create(fal.url() + "/v1"), fal.key()));
            atOnce(AlertKind.FAL_BALANCE, 5_000);
            readings(DATABASE.get(), client::balance).report();
            judge();
            assertThat(active())
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.said().english())
                            .isEqualTo("$1000.00 are left at fal.ai (limit $5,000)."));

            readings(DATABASE.get(), () -> client.balance().map(TOP_UP::add)).report();
            judge();
            assertThat(active()).isEmpty();

            FalClient stranger = new FalClient(
                    http, new FalSettings(URI.create(fal.url()), URI.create(fal.url() + "/v1"), "wrong:key"));
            readings(DATABASE.get(), stranger::balance).report();
            judge();
            assertThat(active()).isEmpty();
        }
    }

    @Test
    void a_slow_way_to_the_database_is_an_alert_until_it_is_fast_again() throws Exception {
        atOnce(AlertKind.DATABASE_SLOW, 400);
        try (TcpProxy wire = TcpProxy.before(DATABASE.settings());
                Database slow = Database.open(over(wire))) {
            AlertReadings readings = readings(slow, Optional::empty);
            readings.report();
            wire.slow(Duration.ofMinutes(1));
            readings.report();
            wire.slow(Duration.ZERO);
            readings.report();
            judge();
            assertThat(active()).singleElement().satisfies(alert -> {
                assertThat(alert.kind()).isEqualTo(AlertKind.DATABASE_SLOW);
                assertThat(alert.subject()).isEqualTo(EngineRegistry.host());
            });

            // As often as this machine is slow by itself.
            for (int tries = 0; tries < 100 && !active().isEmpty(); tries++) {
                readings.report();
                judge();
            }
            assertThat(active()).isEmpty();
        }
    }

    @Test
    void a_disk_with_less_room_than_the_limit_is_an_alert(@TempDir Path folder) {
        AlertReadings readings = readings(DATABASE.get(), Optional::empty);
        readings.watch("logs", folder.resolve("not/made/yet"));
        atOnce(AlertKind.DISK_LOW, 100);
        readings.report();
        judge();
        assertThat(active())
                .singleElement()
                .satisfies(alert -> assertThat(alert.said().english())
                        .contains(" % of the disk on " + EngineRegistry.host()
                                + " that holds the logs is free (limit 100 %)."));
    }

    /** On a disk in memory, which is small and has a folder for everybody on Linux. */
    @Test
    void a_disk_on_which_room_is_made_is_one_no_longer() throws IOException {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(memory), "There is no small disk to fill");
        FileStore disk = Files.getFileStore(memory);
        long limit = 100 * disk.getUsableSpace() / disk.getTotalSpace();
        long filling = disk.getUsableSpace() - limit * disk.getTotalSpace() / 100 + disk.getTotalSpace() / 200;
        assumeTrue(limit > 0 && filling < MOST_FILLED, "The disk in memory is too large to fill");
        AlertReadings readings = readings(DATABASE.get(), Optional::empty);
        readings.watch("logs", memory);
        atOnce(AlertKind.DISK_LOW, limit);
        Path file = Files.createTempFile(memory, "darkroom", ".fill");
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] part = new byte[1 << 20];
            for (long left = filling; left > 0; left -= part.length) {
                out.write(part);
            }
            readings.report();
            judge();
            assertThat(active()).extracting(AlertEntry::kind).containsExactly(AlertKind.DISK_LOW);
        } finally {
            Files.delete(file);
        }

        readings.report();
        judge();
        assertThat(active()).isEmpty();
    }

    @Test
    void a_burst_of_errors_is_an_alert_of_its_category_until_five_minutes_without(@TempDir Path folder) {
        AlertReadings readings = readings(DATABASE.get(), Optional::empty);
        try (LoggingService logging =
                LoggingService.start(LogSettings.in(folder).withTerminal(null))) {
            logging.add(readings.errors());
            for (int i = 0; i < 51; i++) {
                CategoryLog.error(
                        LogCategory.STORAGE_UPLOAD,
                        LogMark.ERROR,
                        new IllegalStateException("no room"),
                        "Upload {}",
                        i);
            }
            CategoryLog.warning(LogCategory.STORAGE_URL, LogMark.WARNING, "This is none.");
            logging.flush();
            logging.remove(readings.errors());
        }
        readings.report();
        judge();
        assertThat(active())
                .singleElement()
                .satisfies(alert -> assertThat(alert.said().english())
                        .isEqualTo("51 errors of STORAGE-UPLOAD within 5 minutes (limit 50)."));

        now.updateAndGet(time -> time.plusSeconds(320));
        readings.report();
        judge();
        assertThat(active()).isEmpty();
    }

    @Test
    void an_alert_lasts_while_nobody_reports_its_value_any_more_but_for_no_more_than_a_day() {
        atOnce(AlertKind.DISK_LOW, 10);
        read(AlertKind.DISK_LOW, "host-1 logs", 3);
        judge();
        assertThat(active()).hasSize(1);
        read(AlertKind.DISK_LOW, "host-1 data", 50);
        execute("update alert_reading set read_at = now() - interval '2 h' where subject = 'host-1 logs'");
        judge();
        assertThat(active())
                .singleElement()
                .satisfies(alert -> assertThat(alert.subject()).isEqualTo("host-1 logs"));

        read(AlertKind.DISK_LOW, "host-1 logs", 50);
        judge();
        assertThat(active()).isEmpty();

        execute("truncate alert_reading");
        read(AlertKind.DISK_LOW, "host-1 logs", 3);
        judge();
        execute("update alert_reading set read_at = now() - interval '25 h'");
        judge();
        assertThat(active()).isEmpty();
        assertThat(count("alert_reading")).isZero();
    }

    @Test
    void an_alert_of_a_value_that_is_not_reported_any_more_is_over_when_its_rule_is_switched_off() {
        atOnce(AlertKind.DATABASE_SLOW, 100);
        read(AlertKind.DATABASE_SLOW, "host-1", 200);
        judge();
        execute("update alert_reading set read_at = now() - interval '2 min'");
        judge();
        assertThat(active()).hasSize(1);

        set(new AlertRule(AlertKind.DATABASE_SLOW, false, 100, Duration.ZERO));
        judge();
        assertThat(active()).isEmpty();
    }

    @Test
    void a_burst_of_errors_of_a_process_that_is_gone_is_over_after_five_minutes() {
        atOnce(AlertKind.ERROR_BURST, 50);
        read(AlertKind.ERROR_BURST, "STORAGE-UPLOAD", 51);
        judge();
        execute("update alert_reading set read_at = now() - interval '4 min', source = gen_random_uuid()");
        read(AlertKind.ERROR_BURST, "STORAGE-UPLOAD", 1);
        judge();
        assertThat(active()).hasSize(1);

        execute("update alert_reading set read_at = now() - interval '6 min'");
        judge();
        assertThat(active()).isEmpty();
    }

    @Test
    void a_model_that_failed_too_often_stays_an_alert_until_it_succeeds_or_fails_no_more() {
        atOnce(AlertKind.FAILURE_RATE, 20);
        ended("FAILED", 10);
        judge();
        assertThat(active()).hasSize(1);
        execute("update outcome_metric set count = 9");
        judge();
        assertThat(active()).hasSize(1);
        ended("COMPLETED", 60);
        judge();
        assertThat(active()).isEmpty();

        execute("truncate outcome_metric");
        ended("FAILED", 10);
        judge();
        assertThat(active()).hasSize(1);
        execute("truncate outcome_metric");
        ended("COMPLETED", 1);
        judge();
        assertThat(active()).isEmpty();
    }

    @Test
    void an_engine_that_falls_silent_is_an_alert_until_one_on_its_machine_is_heard() {
        seed.engines();
        judge();
        assertThat(active())
                .singleElement()
                .satisfies(alert -> assertThat(alert.said().english())
                        .isEqualTo("No heartbeat from an engine on host-2 for 1 h (limit 60 s)."));

        execute(
                "insert into engine (id, host, process, version, capacity, state) values (gen_random_uuid(), 'host-2', 7, 'test', 9, 'RUNNING')");
        judge();
        assertThat(active()).isEmpty();
    }

    @Test
    void a_crashed_engine_is_not_missing_once_the_one_that_replaced_it_was_stopped() {
        execute(
                "insert into engine (id, host, process, version, capacity, state, started_at, heartbeat_at, stopped_at) values"
                        + " (gen_random_uuid(), 'host-3', 7, 'test', 9, 'RUNNING', now() - interval '6 h', now() - interval '5 h', null),"
                        + " (gen_random_uuid(), 'host-3', 8, 'test', 9, 'STOPPED', now() - interval '4 h', now() - interval '1 h', now() - interval '1 h')");
        judge();
        assertThat(active()).isEmpty();

        execute("update engine set state = 'RUNNING' where process = 8");
        judge();
        assertThat(active())
                .singleElement()
                .satisfies(alert -> assertThat(alert.said().english())
                        .isEqualTo("No heartbeat from an engine on host-3 for 1 h (limit 60 s)."));
    }

    @Test
    void a_rule_that_is_off_finds_nothing_and_what_it_found_is_over() {
        seed.engines();
        judge();
        assertThat(active()).hasSize(1);

        service.setRule(
                AlertKind.HEARTBEAT_MISSING.standard(),
                new AlertRule(AlertKind.HEARTBEAT_MISSING, false, 60, Duration.ZERO),
                "maintenance",
                "kim");
        judge();
        assertThat(active()).isEmpty();
        assertThat(queries.rules().get(AlertKind.HEARTBEAT_MISSING.ordinal()).enabled())
                .isFalse();
        assertThat(actions()).containsExactly("SET_ALERT_RULE");

        set(AlertKind.HEARTBEAT_MISSING.standard());
        assertThat(count("alert_rule")).isZero();
    }

    @Test
    void a_limit_that_makes_no_sense_is_refused_in_a_sentence() {
        assertThatThrownBy(() -> new AlertRule(AlertKind.DISK_LOW, true, 101, Duration.ZERO))
                .isInstanceOf(RefusedInputException.class)
                .hasMessage("A limit is a whole number from 0 to 100, not 101.");
        assertThatThrownBy(() -> new AlertRule(AlertKind.STUCK, true, 0, Duration.ofDays(2)))
                .hasMessage("Enter 0 to 1,440 minutes.");
    }

    @Test
    void one_process_at_a_time_judges() {
        seed.engines();
        DATABASE.get().useTransaction(handle -> {
            assertThat(dev.darkroom.database.AdvisoryLock.ALERTS.tryLock(handle))
                    .isTrue();
            judge();
            assertThat(count("alert")).isZero();
        });
        judge();
        assertThat(active()).hasSize(1);
    }

    /** As another process has reported it just now. */
    private static void read(AlertKind kind, String subject, double value) {
        execute("insert into alert_reading (source, kind, subject, value) values ('" + new UUID(0, 1) + "', '" + kind
                + "', '" + subject + "', " + value + ") on conflict (source, kind, subject) do update set"
                + " value = excluded.value, read_at = excluded.read_at");
    }

    private static void ended(String outcome, int count) {
        execute("insert into outcome_metric (grain, at, model, outcome, count, credits, billed_credits) values"
                + " ('MINUTE', date_trunc('minute', now()), '" + MODEL + "', '" + outcome + "', " + count + ", 0, 0)");
    }

    private AlertReadings readings(Database database, java.util.function.Supplier<Optional<BigDecimal>> balance) {
        return new AlertReadings(database, UUID.randomUUID(), balance, Duration.ZERO, now::get);
    }

    private static DatabaseSettings over(TcpProxy wire) {
        DatabaseSettings direct = DATABASE.settings();
        return DatabaseSettings.of("postgresql://" + wire.address(direct), direct.user(), direct.password());
    }

    private static void atOnce(AlertKind kind, long threshold) {
        set(new AlertRule(kind, true, threshold, Duration.ZERO));
    }

    private static void set(AlertRule rule) {
        service.setRule(queries.rules().get(rule.kind().ordinal()), rule, "a test", "kim");
    }

    @Test
    void a_rule_that_somebody_else_changed_after_it_was_shown_is_left_as_it_is() {
        AlertRule shown = AlertKind.DISK_LOW.standard();
        AlertRule theirs = new AlertRule(AlertKind.DISK_LOW, true, 25, shown.lasting());
        service.setRule(shown, theirs, "a test", "lee");
        AlertRule mine = new AlertRule(AlertKind.DISK_LOW, false, shown.threshold(), shown.lasting());

        assertThat(service.setRule(shown, mine, "a test", "kim")).isInstanceOf(ActionResult.Nothing.class);
        assertThat(queries.rules().get(AlertKind.DISK_LOW.ordinal())).isEqualTo(theirs);

        Optional<AlertSettings.QuietHours> night =
                Optional.of(new AlertSettings.QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), ZoneOffset.UTC));
        service.setQuietHours(Optional.empty(), night, "a test", "lee");
        assertThat(service.setQuietHours(Optional.empty(), Optional.empty(), "a test", "kim"))
                .isInstanceOf(ActionResult.Nothing.class);
        assertThat(queries.settings().quiet()).isEqualTo(night);
        service.setQuietHours(night, Optional.empty(), "a test", "lee");
    }

    private static ExpectedVersion seen(UUID id) {
        return ExpectedVersion.of(acts.generations.find(id).orElseThrow());
    }

    private static void judge() {
        AlertMonitor.judge(DATABASE.get());
    }

    private static List<AlertEntry> active() {
        return queries.current().active();
    }

    private static void sumUp() {
        execute("update metric_progress set final_until = null, summed_at = 'epoch'");
        boolean more = true;
        while (more) {
            execute("update metric_progress set summed_at = 'epoch'");
            more = DATABASE.get().inTransaction(MetricRollup::step);
        }
    }

    private static List<String> actions() {
        return DATABASE.get()
                .read(handle -> handle.createQuery(
                                "select action from operator_action where reason = 'maintenance' order by id")
                        .mapTo(String.class)
                        .list());
    }

    private static long count(String table) {
        return DATABASE.get()
                .read(handle -> handle.createQuery("select count(*) from " + table)
                        .mapTo(Long.class)
                        .one());
    }

    private static void execute(String sql) {
        DATABASE.get().useTransaction(handle -> handle.execute(sql));
    }
}
