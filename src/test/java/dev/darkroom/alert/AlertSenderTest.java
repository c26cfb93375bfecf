package dev.darkroom.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.alert.AlertMonitor.AlertSender;
import dev.darkroom.alert.AlertSettings.WebhookForm;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.secret.SecretRedactor;
import java.net.URI;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The webhook is notified of the beginning and end of alerts, in either format, with retries until it accepts. */
class AlertSenderTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final HttpClients http = new HttpClients();
    private final AlertQueries queries = new AlertQueries(DATABASE.get());
    private WebhookReceiver receiver;
    private AlertService service;
    private AlertSender sender;

    @BeforeEach
    void open() throws Exception {
        receiver = new WebhookReceiver();
        AlertWebhook webhook = new AlertWebhook(http, OutboundPolicy.of(URI.create("http://127.0.0.1:1")));
        service = new AlertService(DATABASE.get(), webhook);
        sender = new AlertSender(DATABASE.get(), webhook);
        execute("truncate alert, alert_delivery, engine cascade");
        execute(
                "update alert_setting set webhook_host = null, webhook_form = null, quiet_from = null, quiet_until = null,"
                        + " quiet_zone = null");
        execute("truncate alert_secret");
    }

    @AfterEach
    void close() {
        receiver.close();
        http.close();
    }

    @Test
    void beginning_and_end_arrive_once_each_with_all_that_is_known() {
        service.setWebhook(receiver.url(), WebhookForm.JSON, "a test", "kim");
        begin();
        judge();
        sendAll();
        end();
        sendAll();

        assertThat(receiver.taken()).hasSize(2);
        JsonNode fired = receiver.taken().getFirst();
        assertThat(fired.path("event").asText()).isEqualTo("FIRED");
        assertThat(fired.path("kind").asText()).isEqualTo("HEARTBEAT_MISSING");
        assertThat(fired.path("subject").asText()).isEqualTo("host-2");
        assertThat(fired.path("value").asDouble()).isGreaterThan(3_500);
        assertThat(fired.path("threshold").asLong()).isEqualTo(60);
        assertThat(fired.path("unit").asText()).isEqualTo("SECONDS");
        assertThat(fired.path("text").asText()).contains("No heartbeat from an engine on host-2 for 1 h (limit 60 s).");
        assertThat(fired.path("fired_at").asText()).endsWith("Z");
        assertThat(fired.path("cleared_at").isNull()).isTrue();
        JsonNode cleared = receiver.taken().getLast();
        assertThat(cleared.path("event").asText()).isEqualTo("CLEARED");
        assertThat(cleared.path("alert")).isEqualTo(fired.path("alert"));
        assertThat(cleared.path("text").asText()).startsWith("\u2705 Resolved: No heartbeat from an engine on host-2");
        assertThat(queries.newest(1).getFirst().webhook().sent()).isPresent();
    }

    @Test
    void slack_and_its_likes_get_a_text_alone() {
        service.setWebhook(receiver.url(), WebhookForm.TEXT, "a test", "kim");
        begin();
        sendAll();

        JsonNode body = receiver.taken().getFirst();
        assertThat(body.properties()).hasSize(1);
        assertThat(body.path("text").asText())
                .isEqualTo("\u26a0\ufe0f No heartbeat from an engine on host-2 for 1 h (limit 60 s).");
    }

    @Test
    void a_receiver_that_fails_is_told_again_and_the_end_waits_for_the_beginning() {
        service.setWebhook(receiver.url(), WebhookForm.JSON, "a test", "kim");
        receiver.answer(503);
        begin();
        sendAll();
        end();
        sendAll();
        assertThat(receiver.taken()).isEmpty();
        assertThat(queries.newest(1).getFirst().webhook().problem().english())
                .isEqualTo("127.0.0.1 did not accept it (status 503).");

        receiver.answer(200);
        execute("update alert_delivery set next_attempt_at = now()");
        sendAll();
        assertThat(receiver.taken())
                .extracting(body -> body.path("event").asText())
                .containsExactly("FIRED", "CLEARED");
        assertThat(count("alert_delivery where attempts = 2 and sent_at is not null and problem is null"))
                .isEqualTo(1);
    }

    @Test
    void what_one_process_sends_no_other_sends() throws Exception {
        service.setWebhook(receiver.url(), WebhookForm.JSON, "a test", "kim");
        begin();
        CountDownLatch go = new CountDownLatch(1);
        Thread[] processes = new Thread[8];
        for (int i = 0; i < processes.length; i++) {
            AlertSender one = new AlertSender(
                    DATABASE.get(), new AlertWebhook(http, OutboundPolicy.of(URI.create("http://127.0.0.1:1"))));
            processes[i] = Thread.ofVirtual().start(() -> {
                try {
                    go.await();
                    one.step();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        go.countDown();
        for (Thread process : processes) {
            process.join();
        }
        assertThat(receiver.taken()).hasSize(1);
    }

    @Test
    void quiet_hours_send_nothing_and_keep_the_history() {
        service.setWebhook(receiver.url(), WebhookForm.JSON, "a test", "kim");
        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        service.setQuietHours(
                Optional.empty(),
                Optional.of(new AlertSettings.QuietHours(now.minusHours(2), now.plusHours(2), ZoneOffset.UTC)),
                "at night",
                "kim");
        begin();
        sendAll();
        end();
        sendAll();
        assertThat(receiver.taken()).isEmpty();
        assertThat(queries.current().quiet()).isTrue();
        assertThat(queries.newest(10)).hasSize(1);

        begin();
        sendAll();
        assertThat(receiver.taken()).isEmpty();
        service.setQuietHours(queries.settings().quiet(), Optional.empty(), "by day", "kim");
        judge();
        sendAll();
        // Of the first one, over by now, there is nothing to tell any more.
        assertThat(receiver.taken())
                .extracting(body -> body.path("event").asText())
                .containsExactly("FIRED");
    }

    @Test
    void what_somebody_acknowledged_before_it_was_sent_is_not_sent() {
        begin();
        AlertEntry alert = queries.current().active().getFirst();
        assertThat(service.acknowledge(alert, "seen in Overview", "kim")).isInstanceOf(ActionResult.Done.class);
        assertThat(service.acknowledge(alert, "seen in Overview", "lee")).isInstanceOf(ActionResult.Nothing.class);
        service.setWebhook(receiver.url(), WebhookForm.JSON, "a test", "kim");
        judge();
        sendAll();

        assertThat(receiver.taken()).isEmpty();
        assertThat(queries.current().active().getFirst().acknowledged())
                .map(AlertEntry.Acknowledgement::by)
                .contains("kim");
    }

    @Test
    void what_is_no_longer_acknowledged_is_sent_after_all() {
        service.setWebhook(receiver.url(), WebhookForm.JSON, "a test", "kim");
        failOnce();
        service.acknowledge(queries.current().active().getFirst(), "by mistake", "kim");
        sendDue();
        assertThat(receiver.taken()).isEmpty();

        service.unacknowledge(queries.current().active().getFirst(), "taken back", "kim");
        judge();
        sendAll();
        assertThat(events()).containsExactly("FIRED");
    }

    @Test
    void what_waits_for_its_next_attempt_is_not_sent_in_quiet_hours() {
        service.setWebhook(receiver.url(), WebhookForm.JSON, "a test", "kim");
        failOnce();
        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        service.setQuietHours(
                Optional.empty(),
                Optional.of(new AlertSettings.QuietHours(now.minusHours(2), now.plusHours(2), ZoneOffset.UTC)),
                "at night",
                "kim");
        sendDue();
        assertThat(receiver.taken()).isEmpty();

        service.setQuietHours(queries.settings().quiet(), Optional.empty(), "by day", "kim");
        sendDue();
        assertThat(events()).containsExactly("FIRED");
    }

    @Test
    void what_somebody_acknowledged_before_its_next_attempt_is_not_sent_nor_is_its_end() {
        service.setWebhook(receiver.url(), WebhookForm.JSON, "a test", "kim");
        failOnce();
        service.acknowledge(queries.current().active().getFirst(), "seen in Overview", "kim");
        sendDue();
        end();
        sendDue();

        assertThat(receiver.taken()).isEmpty();
        assertThat(count("alert_delivery where sent_at is null and given_up_at is null"))
                .isZero();
    }

    @Test
    void of_an_alert_that_is_over_before_the_first_attempt_nothing_is_sent() {
        service.setWebhook(receiver.url(), WebhookForm.JSON, "a test", "kim");
        begin();
        end();
        sendAll();
        sendAll();

        assertThat(receiver.taken()).isEmpty();
        assertThat(count("alert_delivery where sent_at is null and given_up_at is null"))
                .isZero();
    }

    @Test
    void a_failure_that_comes_late_does_not_undo_what_another_process_has_sent() {
        service.setWebhook(receiver.url(), WebhookForm.JSON, "a test", "kim");
        begin();
        receiver.answerOnce(() -> {
            sendDue();
            return 503;
        });
        sendAll();

        assertThat(events()).containsExactly("FIRED");
        assertThat(queries.newest(1).getFirst().webhook().sent()).isPresent();
        sendDue();
        assertThat(events()).containsExactly("FIRED");
    }

    @Test
    void a_webhook_that_is_set_anew_is_told_of_active_alerts_and_of_the_end_of_none_that_it_does_not_know() {
        service.setWebhook(receiver.url(), WebhookForm.JSON, "a test", "kim");
        failOnce();
        service.removeWebhook("a test", "kim");
        service.setWebhook(receiver.url(), WebhookForm.JSON, "a test", "kim");
        judge();
        sendDue();
        end();
        sendDue();
        assertThat(events()).containsExactly("FIRED", "CLEARED");

        failOnce();
        service.removeWebhook("a test", "kim");
        end();
        service.setWebhook(receiver.url(), WebhookForm.JSON, "a test", "kim");
        judge();
        sendDue();
        assertThat(events()).containsExactly("FIRED", "CLEARED");
    }

    @Test
    void a_test_is_sent_at_once_and_says_what_came_back() {
        assertThat(service.sendTest(receiver.url(), WebhookForm.TEXT).message().english())
                .isEqualTo("127.0.0.1 accepted the test.");
        assertThat(receiver.taken().getFirst().path("text").asText()).startsWith("Darkroom: this is a test.");
        receiver.answer(404);
        assertThat(service.sendTest(receiver.url(), WebhookForm.JSON).message().english())
                .isEqualTo("127.0.0.1 did not accept it (status 404).");
        String url = receiver.url();
        receiver.close();
        assertThat(service.sendTest(url, WebhookForm.JSON).message().english())
                .startsWith("127.0.0.1 did not accept it: ");
    }

    @Test
    void an_address_in_clear_on_a_private_network_or_none_is_refused_without_being_repeated() {
        assertThatThrownBy(() -> service.setWebhook(
                        "http://hooks.example.com/" + WebhookReceiver.SECRET, WebhookForm.JSON, "a test", "kim"))
                .hasMessageContaining("hooks.example.com")
                .hasMessageNotContaining("T0PSECRET99");
        assertThatThrownBy(() -> service.setWebhook("mailto:kim", WebhookForm.JSON, "a test", "kim"))
                .hasMessage("An address from outside must begin with http:// or https:// and name a host.");
        assertThatThrownBy(() -> service.setWebhook("", WebhookForm.JSON, "a test", "kim"))
                .hasMessage("Enter the address of the webhook.");
        assertThat(service.sendTest("https://10.0.0.7/x", WebhookForm.JSON)
                        .message()
                        .english())
                .contains("10.0.0.7");
    }

    @Test
    void the_address_is_kept_out_of_texts_settings_and_the_record_of_what_operators_did() {
        service.setWebhook(receiver.url(), WebhookForm.JSON, "a test", "kim");
        service.setWebhook("", WebhookForm.TEXT, "another form", "kim");

        assertThat(SecretRedactor.text("POST " + receiver.url())).doesNotContain("T0PSECRET99", "x7Kq21LmPz");
        assertThat(queries.settings().webhook())
                .contains(new AlertSettings.WebhookPlace("127.0.0.1", WebhookForm.TEXT));
        assertThat(count("operator_action where action = 'SET_WEBHOOK'")).isEqualTo(2);
        assertThat(count("operator_action where operator_action::text like '%T0PSECRET99%'"))
                .isZero();
        assertThat(count("alert_setting where alert_setting::text like '%T0PSECRET99%'"))
                .isZero();
        service.removeWebhook("a test", "kim");
        assertThat(count("alert_secret")).isZero();
        assertThat(queries.settings().webhook()).isEmpty();
    }

    @Test
    void what_was_written_by_hand_or_by_a_later_version_stops_nothing() {
        execute("insert into alert_rule (kind, enabled, threshold, lasting_seconds, changed_by) values"
                + " ('DISK_LOW', true, 5000, 0, 'sql'), ('TOMORROWS_KIND', true, 1, 0, 'sql') on conflict do nothing");
        execute("update alert_setting set quiet_from = '01:00', quiet_until = '01:00', quiet_zone = 'Atlantis/Centre',"
                + " webhook_host = 'x', webhook_form = 'JSON'");
        execute("insert into alert_secret (webhook_url) values ('http://hooks.example.com/x')");
        execute("insert into alert (kind, subject, value, threshold, said, since, fired_at)"
                + " values ('TOMORROWS_KIND', '', 1, 1, '[\"quote\", \"?\"]', now(), now())");
        execute("insert into alert_delivery (alert_id, event) select id, 'FIRED' from alert");
        begin();
        sendAll();

        assertThat(queries.current().active())
                .extracting(AlertEntry::kind)
                .containsExactly(AlertKind.HEARTBEAT_MISSING);
        assertThat(count("alert where kind = 'TOMORROWS_KIND' and cleared_at is null"))
                .isEqualTo(1);
        execute("truncate alert_rule, alert_secret");
    }

    /** An engine falls silent, for an hour already. */
    private void begin() {
        execute("truncate engine cascade");
        new SeededGenerations(DATABASE.get()).engines();
        judge();
    }

    private void end() {
        execute("update engine set state = 'STOPPED'");
        judge();
    }

    /** An alert whose start the receiver refused once. */
    private void failOnce() {
        receiver.answerOnce(() -> 503);
        begin();
        sendAll();
    }

    /** The wait before the next attempt is over. */
    private void sendDue() {
        execute("update alert_delivery set next_attempt_at = now()");
        sendAll();
    }

    private List<String> events() {
        return receiver.taken().stream()
                .map(body -> body.path("event").asText())
                .toList();
    }

    private void sendAll() {
        boolean more = true;
        while (more) {
            more = sender.step();
        }
    }

    private static void judge() {
        AlertMonitor.judge(DATABASE.get());
    }

    private static long count(String rows) {
        return DATABASE.get()
                .read(handle -> handle.createQuery("select count(*) from " + rows)
                        .mapTo(Long.class)
                        .one());
    }

    private static void execute(String sql) {
        DATABASE.get().useTransaction(handle -> handle.execute(sql));
    }
}
