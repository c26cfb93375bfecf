package dev.darkroom.console.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.alert.AlertEntry;
import dev.darkroom.alert.AlertKind;
import dev.darkroom.alert.AlertQueries;
import dev.darkroom.alert.AlertRule;
import dev.darkroom.alert.AlertService;
import dev.darkroom.alert.AlertSettings;
import dev.darkroom.alert.AlertWebhook;
import dev.darkroom.alert.WebhookReceiver;
import dev.darkroom.console.ConsoleShell;
import dev.darkroom.console.ConsoleWindowTest;
import dev.darkroom.console.kit.dialog.NotificationEntry;
import dev.darkroom.console.kit.text.WindowLanguage;
import dev.darkroom.console.overview.OverviewModel;
import dev.darkroom.console.overview.OverviewNavigation;
import dev.darkroom.console.overview.OverviewReader;
import dev.darkroom.console.overview.OverviewScreen;
import dev.darkroom.console.settings.QuotaLimitsModel;
import dev.darkroom.console.settings.SettingsModel;
import dev.darkroom.console.settings.SettingsScreen;
import dev.darkroom.database.Database;
import dev.darkroom.database.TestDatabase;
import dev.darkroom.fal.catalog.ModelCatalog;
import dev.darkroom.generation.SeededGenerations;
import dev.darkroom.generation.diagnosis.StuckThresholds;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.metric.MetricQueries;
import dev.darkroom.storage.FileQueries;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.controlsfx.control.ToggleSwitch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Alerts are shown at the top of Overview, acknowledged there, and configured in Settings. */
class AlertsScreenTest extends ConsoleWindowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static HttpClients http;
    private final AlertQueries queries = new AlertQueries(DATABASE.get());
    private final AlertService service = new AlertService(
            DATABASE.get(), new AlertWebhook(http, OutboundPolicy.of(URI.create("http://127.0.0.1:1"))));
    private final List<AlertEntry> shown = new ArrayList<>();
    private final AtomicBoolean inFront = new AtomicBoolean(true);
    private final List<String> desktop = new CopyOnWriteArrayList<>();
    private ConsoleShell shell;

    @BeforeAll
    static void seed() {
        http = new HttpClients();
        new SeededGenerations(DATABASE.get()).engines().users("ana.kovac");
    }

    @AfterAll
    static void close() {
        http.close();
    }

    @BeforeEach
    void nothing_is_wrong() {
        execute("truncate alert, alert_delivery, alert_rule, alert_secret cascade");
        execute(
                "update alert_setting set webhook_host = null, webhook_form = null, quiet_from = null, quiet_until = null,"
                        + " quiet_zone = null");
    }

    @Test
    void what_is_wrong_stands_on_top_of_overview_until_somebody_has_acknowledged_it() {
        fire(AlertKind.STUCK, "", CodedMessage.of("alert.STUCK", 7, 0), "12 minutes");
        fire(
                AlertKind.FAILURE_RATE,
                "fal-ai/kling-video/v2",
                CodedMessage.of("alert.FAILURE_RATE", 35, "fal-ai/kling-video/v2", 7, 20, 20),
                "3 minutes");
        overview(service, 1440, 900);
        await("both", () -> texts().contains("7 generations are stuck (limit 0)."));
        assertThat(texts()).contains("35 % of fal-ai/kling-video/v2 failed within 15 minutes: 7 of 20 (limit 20 %).");
        pictures("overview-alerts");

        press("show-alert-" + queries.current().active().getFirst().id());
        assertThat(shown)
                .singleElement()
                .satisfies(alert -> assertThat(alert.kind()).isEqualTo(AlertKind.STUCK));

        robot.clickOn("#acknowledge-alert-" + shown.getFirst().id());
        await("acknowledged", () -> texts().stream().anyMatch(text -> text.contains("acknowledged by kim")));
        assertThat(queries.current().active())
                .extracting(alert -> alert.acknowledged().map(AlertEntry.Acknowledgement::by))
                .containsExactly(Optional.of("kim"), Optional.empty());
        picture("overview-alerts-acknowledged");

        robot.moveTo(".page-header");
        execute("update alert set cleared_at = now()");
        await("all is well", () -> !scene().lookup(".alert-strip").isVisible());
    }

    @Test
    void a_small_window_breaks_the_sentences_and_keeps_the_buttons() {
        for (AlertKind kind : AlertKind.values()) {
            fire(kind, kind.name(), CodedMessage.of("alert.ERROR_BURST", 51, "STORAGE-UPLOAD", 50), "2 hours");
        }
        overview(service, 1000, 700);
        await("what has no room is counted", () -> texts().contains("5 more"));
        pictures("overview-alerts-small");
        onFx(() -> theme().scaleProperty().set(2));
        picture("overview-alerts-200");
        assertThat(fx(() -> scene().getRoot().lookupAll(".alert-acknowledge").stream()
                        .allMatch(node -> node.getBoundsInLocal().getWidth() >= ((Button) node).minWidth(-1))))
                .isTrue();
    }

    @Test
    void the_history_says_how_long_who_and_whether_it_was_sent() {
        fire(AlertKind.STUCK, "", CodedMessage.of("alert.STUCK", 1, 0), "1 hour");
        execute(
                "update alert set cleared_at = now(), acknowledged_by = 'lee', acknowledged_at = now() - interval '9 min'");
        execute(
                "insert into alert_delivery (alert_id, event, problem) select id, 'FIRED', '[\"alert.webhook.status\", \"hooks.slack.com\", 404]' from alert");
        fire(AlertKind.ERROR_BURST, "STORAGE", CodedMessage.of("alert.ERROR_BURST", 51, "STORAGE", 50), "2 minutes");
        overview(service, 1440, 900);
        await("the strip", () -> scene().lookup("#alert-history") != null);
        onFx(() -> ((javafx.scene.control.Hyperlink) scene().lookup("#alert-history")).fire());
        await("the rows", () -> texts().contains("2 alerts"));
        await(
                "its facts",
                () -> texts().stream()
                        .anyMatch(text -> text.contains("acknowledged by lee")
                                && text.contains(
                                        "webhook not notified: hooks.slack.com did not accept it (status 404)")));
        pictures("alert-history");
        robot.push(KeyCode.ESCAPE);
        await("closed", () -> !shell.overlays().isOpen());
    }

    @Test
    void what_begins_later_is_told_in_passing_under_the_bell_and_outside_of_the_window_but_not_in_quiet_hours() {
        fire(AlertKind.STUCK, "", CodedMessage.of("alert.STUCK", 7, 0), "12 minutes");
        overview(service, 1000, 700);
        await("the first", () -> texts().contains("7 generations are stuck (limit 0)."));
        assertThat(fx(() -> scene().lookup(".toast"))).isNull();

        inFront.set(false);
        fire(AlertKind.ERROR_BURST, "DB", CodedMessage.of("alert.ERROR_BURST", 51, "DB", 50), "1 minute");
        await("told on the desktop", () -> desktop.contains("51 errors of DB within 5 minutes (limit 50)."));
        await("told in passing", () -> scene().lookup(".toast") != null);

        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        service.setQuietHours(
                Optional.empty(),
                Optional.of(new AlertSettings.QuietHours(now.minusHours(2), now.plusHours(2), ZoneOffset.UTC)),
                "at night",
                "kim");
        fire(AlertKind.ERROR_BURST, "STORAGE", CodedMessage.of("alert.ERROR_BURST", 60, "STORAGE", 50), "1 minute");
        await("it is in the strip", () -> texts().contains("60 errors of STORAGE within 5 minutes (limit 50)."));
        assertThat(desktop).as("once for both windows").hasSize(1);
        assertThat(fx(() -> scene().getRoot().lookupAll(".toast"))).hasSize(2);
    }

    @Test
    void a_service_that_pauses_is_told_on_the_desktop_and_leaves_toasts_to_its_banner() {
        overview(service, 1000, 700);
        await("alerts are read", () -> scene().lookup(".alert-strip") != null);
        settle();
        inFront.set(false);
        fire(AlertKind.ERROR_BURST, "DB", CodedMessage.of("alert.ERROR_BURST", 51, "DB", 50), "1 minute");
        await("alerts are told", () -> desktop.size() == 1);
        fire(AlertKind.SERVICE_PAUSED, "FAL", CodedMessage.of("alert.ERROR_BURST", 60, "FAL", 50), "1 minute");
        await("told on the desktop", () -> desktop.contains("60 errors of FAL within 5 minutes (limit 50)."));
        assertThat(fx(() -> scene().getRoot().lookupAll(".toast")))
                .as("of the burst")
                .hasSize(2);
    }

    @Test
    void an_acknowledgement_that_fails_says_why_where_it_was_made() {
        fire(AlertKind.STUCK, "", CodedMessage.of("alert.STUCK", 7, 0), "12 minutes");
        Database away = TestDatabase.gone();
        overview(
                new AlertService(away, new AlertWebhook(http, OutboundPolicy.of(URI.create("http://127.0.0.1:1")))),
                1000,
                700);
        await("the alert", () -> texts().contains("7 generations are stuck (limit 0)."));
        robot.clickOn(".alert-acknowledge");
        await("why", () -> scene().lookup(".toast") != null);
    }

    @Test
    void a_limit_that_is_being_typed_stays_while_another_rule_changes_and_yields_to_no_older_one() {
        settings(service);
        await("the rules", () -> "20".equals(field("threshold-FAILURE_RATE").getText()));
        onFx(() -> {
            field("threshold-FAILURE_RATE").requestFocus();
            field("threshold-FAILURE_RATE").setText("3");
            ((ToggleSwitch) scene().lookup("#enabled-STUCK")).setSelected(false);
        });
        await("off", () -> texts().contains("The rule was changed."));
        settle();
        assertThat(fx(() -> field("threshold-FAILURE_RATE").getText())).isEqualTo("3");

        AlertRule theirs = new AlertRule(
                AlertKind.DISK_LOW, true, 25, AlertKind.DISK_LOW.standard().lasting());
        service.setRule(AlertKind.DISK_LOW.standard(), theirs, "a test", "lee");
        onFx(() -> ((ToggleSwitch) scene().lookup("#enabled-DISK_LOW")).setSelected(false));
        await("theirs is shown", () -> "25".equals(field("threshold-DISK_LOW").getText()));
        assertThat(rule(AlertKind.DISK_LOW)).isEqualTo(theirs);
    }

    @Test
    void a_rule_is_turned_off_given_another_limit_and_set_back() {
        settings(service);
        await("the rules", () -> "20".equals(field("threshold-FAILURE_RATE").getText()));
        pictures("settings-alerts");

        toggle("enabled-STUCK");
        await("off", () -> !rule(AlertKind.STUCK).enabled());
        type("threshold-FAILURE_RATE", "35");
        await("another limit", () -> rule(AlertKind.FAILURE_RATE).threshold() == 35);
        type("minutes-FAILURE_RATE", "0");
        await("at once", () -> rule(AlertKind.FAILURE_RATE).lasting().equals(Duration.ZERO));
        type("threshold-DISK_LOW", "many");
        await("a sentence", () -> texts().contains("Limits and minutes are whole numbers."));
        type("threshold-DISK_LOW", "101");
        await("another one", () -> texts().contains("A limit is a whole number from 0 to 100, not 101."));
        assertThat(rule(AlertKind.DISK_LOW).isStandard()).isTrue();
        await("a way back", () -> scene().lookup("#default-FAILURE_RATE").isVisible());
        press("default-FAILURE_RATE");
        await("as before", () -> rule(AlertKind.FAILURE_RATE).isStandard());
        await("shown", () -> "20".equals(field("threshold-FAILURE_RATE").getText()));
    }

    @Test
    void a_changed_rule_and_changed_quiet_hours_are_set_back_where_that_is_told() {
        settings(service);
        await("the rules", () -> "20".equals(field("threshold-FAILURE_RATE").getText()));
        type("threshold-FAILURE_RATE", "35");
        await("another limit", () -> rule(AlertKind.FAILURE_RATE).threshold() == 35);
        undo();
        await("as before", () -> rule(AlertKind.FAILURE_RATE).isStandard());
        await("gone", () -> scene().lookup(".toast .undo") == null);

        toggle("quiet");
        await("set", () -> queries.settings().quiet().isPresent());
        undo();
        await("none again", () -> queries.settings().quiet().isEmpty());
    }

    @Test
    void an_acknowledgement_is_taken_back_unless_the_alert_is_acknowledged_by_somebody_else() {
        fire(AlertKind.STUCK, "", CodedMessage.of("alert.STUCK", 7, 0), "12 minutes");
        overview(service, 1440, 900);
        await("the alert", () -> texts().contains("7 generations are stuck (limit 0)."));
        robot.clickOn(".alert-acknowledge");
        undo();
        await(
                "as before",
                () -> queries.current().active().getFirst().acknowledged().isEmpty());
        await("shown", () -> isSeen(scene().lookup(".alert-acknowledge")));

        robot.clickOn(".alert-acknowledge");
        await("another one", () -> scene().lookup(".toast .undo") != null);
        execute("update alert set acknowledged_by = 'lee'");
        undo();
        await("why not", () -> texts().stream().anyMatch(text -> text.startsWith("Nothing was changed: the alert")));
        assertThat(queries.current().active().getFirst().acknowledged().map(AlertEntry.Acknowledgement::by))
                .contains("lee");
    }

    @Test
    void quiet_hours_are_set_here() {
        settings(service);
        await("the card", () -> "22:00".equals(field("quiet-from").getText()));
        toggle("quiet");
        await("set", () -> queries.settings().quiet().isPresent());
        type("quiet-until", "6:30");
        await(
                "changed",
                () -> queries.settings()
                        .quiet()
                        .map(AlertSettings.QuietHours::until)
                        .equals(Optional.of(LocalTime.of(6, 30))));
        type("quiet-until", "later");
        await("a sentence", () -> texts().contains("Enter times like 22:00."));
    }

    @Test
    void a_webhook_is_tried_kept_and_never_shown_again() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            settings(service);
            await("the card", () -> scene().lookup("#webhook-address") != null);
            onFx(() -> {
                field("webhook-address").setText(receiver.url());
                ((ToggleButton) scene().lookup("#webhook-TEXT")).fire();
            });
            press("webhook-test");
            await("tried", () -> texts().contains("127.0.0.1 accepted the test."));
            assertThat(receiver.taken())
                    .singleElement()
                    .satisfies(body -> assertThat(body.properties()).hasSize(1));
            press("webhook-save");
            await("kept", () -> texts().contains("Alerts are sent to 127.0.0.1."));
            await(
                    "the host alone",
                    () -> field("webhook-address").getText().isEmpty()
                            && field("webhook-address").getPromptText().startsWith("127.0.0.1 "));
            picture("settings-alerts-webhook-light");
            press("webhook-test");
            await("the kept one", () -> receiver.taken().size() == 2);
            press("webhook-remove");
            await("the question", () -> shell.overlays().isOpen());
            assertThat(queries.settings().webhook()).isPresent();
            robot.push(KeyCode.ENTER); // on the button that keeps it
            await("kept", () -> !shell.overlays().isOpen());
            press("webhook-remove");
            await("the question", () -> shell.overlays().isOpen());
            onFx(() -> ((Button) scene().lookup(".dialog-foot .filled")).fire());
            await("removed", () -> queries.settings().webhook().isEmpty());
        }
    }

    @Test
    void a_read_only_connection_shows_alerts_and_says_why_they_cannot_be_acknowledged() {
        fire(AlertKind.STUCK, "", CodedMessage.of("alert.STUCK", 7, 0), "12 minutes");
        overview(null, 1000, 700);
        await("the alert", () -> scene().lookup(".alert-acknowledge") != null);
        assertThat(fx(() -> scene().lookup(".alert-acknowledge").isDisabled())).isTrue();
        assertThat(fx(() -> scene().lookup(".alert-acknowledge").getAccessibleHelp()))
                .isEqualTo("This connection is read-only.");
    }

    @Test
    void a_read_only_connection_shows_the_rules_and_changes_none() {
        settings(null);
        await("the rules", () -> "20".equals(field("threshold-FAILURE_RATE").getText()));
        assertThat(fx(() -> field("threshold-FAILURE_RATE").isDisabled())).isTrue();
        assertThat(fx(() -> scene().lookup("#enabled-STUCK").isDisabled())).isTrue();
        assertThat(fx(() -> isSeen(scene().lookup("#webhook-save")))).isFalse();
        assertThat(texts()).contains("This connection is read-only: alert settings cannot be changed.");
        picture("settings-alerts-read-only-light");
    }

    private void overview(@Nullable AlertService writes, double width, double height) {
        shell = showShell(width, height);
        onFx(() -> {
            AlertsModel model = model(writes);
            AlertNotifier.DesktopChannel channel =
                    new AlertNotifier.DesktopChannel(inFront::get, (_, text) -> desktop.add(text));
            new AlertNotifier(model, shell, channel);
            new AlertNotifier(
                    new AlertsModel(queries, writes, shell.feed(), "kim"), shell, channel); // another window's
            ModelCatalog models = ModelCatalog.builtIn();
            AlertStrip strip = new AlertStrip(model, shell, shown::add);
            attach(
                    shell,
                    new OverviewScreen(
                            shell,
                            new OverviewModel(
                                    new OverviewReader(
                                            new MetricQueries(DATABASE.get()),
                                            new GenerationQueries(DATABASE.get(), StuckThresholds.of(models, 1)),
                                            new FileQueries(DATABASE.get())),
                                    null,
                                    shell.feed(),
                                    "kim",
                                    shell.overviewProperty()),
                            models,
                            new OverviewNavigation(_ -> {}, () -> {}, () -> {}, (_, _) -> {}, _ -> {}, _ -> {}),
                            strip,
                            strip::actions));
        });
        await("overview", () -> scene().lookup("#table-engines") != null);
    }

    private AlertsModel model(@Nullable AlertService writes) {
        AlertsModel model = new AlertsModel(queries, writes, shell.feed(), "kim");
        model.onChanged((sentence, undo) -> shell.toast(NotificationEntry.Kind.DONE, sentence, undo));
        return model;
    }

    private void undo() {
        await("a way back", () -> scene().lookup(".toast .undo") != null);
        onFx(() -> ((Button) scene().lookup(".toast .undo")).fire());
    }

    private void settings(@Nullable AlertService writes) {
        shell = showShell(1100, 900);
        ModelCatalog models = ModelCatalog.builtIn();
        onFx(() -> {
            AlertSettingsCard card = new AlertSettingsCard(model(writes), shell);
            attach(
                    shell,
                    new SettingsScreen(
                            new SettingsModel(
                                    WindowLanguage.SYSTEM,
                                    _ -> {},
                                    new QuotaLimitsModel(
                                            null,
                                            models,
                                            new GenerationQueries(DATABASE.get(), StuckThresholds.of(models, 1)),
                                            shell.feed(),
                                            "kim"),
                                    List.of(),
                                    null),
                            theme(),
                            new SimpleBooleanProperty(),
                            shell.feed(),
                            card,
                            card::actions));
        });
        settle();
        onFx(() -> ((ScrollPane) scene().lookup(".scroll-pane")).setVvalue(1));
    }

    private AlertRule rule(AlertKind kind) {
        return queries.rules().get(kind.ordinal());
    }

    private TextField field(String id) {
        return scene().lookup("#" + id) instanceof TextField field ? field : new TextField();
    }

    private void type(String id, String text) {
        onFx(() -> {
            field(id).requestFocus();
            field(id).setText(text);
        });
        robot.push(KeyCode.ENTER);
    }

    /** By keys. */
    private void toggle(String id) {
        onFx(() -> scene().lookup("#" + id).requestFocus());
        robot.push(KeyCode.SPACE);
    }

    private void press(String id) {
        await(id, () -> scene().lookup("#" + id) instanceof Button button && !button.isDisabled());
        onFx(() -> ((Button) scene().lookup("#" + id)).fire());
    }

    private List<String> texts() {
        return fx(() -> scene().getRoot().lookupAll("*").stream()
                .filter(node -> node instanceof Labeled && isSeen(node))
                .map(node -> ((Labeled) node).getText())
                .filter(java.util.Objects::nonNull)
                .toList());
    }

    private static void fire(AlertKind kind, String subject, CodedMessage said, String ago) {
        DATABASE.get()
                .useTransaction(handle -> handle.createUpdate("""
                        insert into alert (kind, subject, value, threshold, said, since, fired_at)
                        values (:kind, :subject, 7, 0, cast(:said as jsonb), now() - cast(:ago as interval), now() - cast(:ago as interval))
                        """)
                        .bind("kind", kind)
                        .bind("subject", subject)
                        .bind("said", said.json().toString())
                        .bind("ago", ago)
                        .execute());
    }

    private static void execute(String sql) {
        DATABASE.get().useTransaction(handle -> handle.execute(sql));
    }

    @Test
    void the_palette_offers_what_the_strip_and_the_settings_do() {
        fire(AlertKind.STUCK, "", CodedMessage.of("alert.STUCK", 7, 0), "12 minutes");
        overview(service, 1440, 900);
        await("the alert", () -> texts().contains("7 generations are stuck (limit 0)."));
        assertThat(offered(shell)).contains("Show", "Acknowledge", "Alert history");
        run(shell, "Acknowledge");
        await("acknowledged", () -> texts().stream().anyMatch(text -> text.contains("acknowledged by kim")));
        assertThat(offered(shell)).contains("Show").doesNotContain("Acknowledge");

        settings(service);
        assertThat(offered(shell)).contains("Alert history", "Send test", "Language: Deutsch");
    }

    @Test
    void an_alert_that_comes_or_goes_moves_nothing_under_the_mouse() {
        overview(service, 1440, 900);
        robot.moveTo("#table-engines");
        await("over it", () -> scene().lookup("#table-engines").isHover());
        double at = fx(() -> scene().lookup("#table-engines").localToScene(0, 0).getY());
        fire(AlertKind.STUCK, "", CodedMessage.of("alert.STUCK", 7, 0), "12 minutes");
        await("it is told", () -> scene().lookup(".toast") != null);
        assertThat(fx(() -> scene().lookup("#table-engines").localToScene(0, 0).getY()))
                .isEqualTo(at);
        robot.moveTo(".page-header");
        await("the strip", () -> texts().contains("7 generations are stuck (limit 0)."));

        robot.moveTo("#table-engines");
        await("over it again", () -> scene().lookup("#table-engines").isHover());
        execute("update alert set cleared_at = now()");
        await("it says so", () -> texts().contains("Resolved"));
        robot.moveTo(".page-header");
        await("all is well", () -> !scene().lookup(".alert-strip").isVisible());
    }
}
