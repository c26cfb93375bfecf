package dev.darkroom.console.alerts;

import dev.darkroom.alert.AlertEntry;
import dev.darkroom.alert.AlertQueries;
import dev.darkroom.alert.AlertRule;
import dev.darkroom.alert.AlertService;
import dev.darkroom.alert.AlertSettings;
import dev.darkroom.alert.AlertSettings.WebhookForm;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.text.ErrorMessages;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.message.CodedMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The active alerts, the rules and settings, and the actions of an operator. FX thread, no toolkit. */
public final class AlertsModel {
    /** Coded, so that each reader sees it in their own language. */
    private static final String REASON = CodedMessage.of("reason.settings").stored();

    private static final String UNDO = CodedMessage.of("reason.undo").stored();

    /** The maximum number of history entries shown. */
    static final int NEWEST = 500;

    private static final MessageTexts TEXTS = MessageTexts.of("alerts");
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final AlertQueries queries;
    private final @Nullable AlertService service;
    private final FxEventBridge feed;
    private final String actor;
    private final LatestTask reading;
    private final ReadOnlyObjectWrapper<AlertQueries.@Nullable CurrentAlerts> currentAlerts =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Configuration> configuration = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Outcome> outcome = new ReadOnlyObjectWrapper<>(Outcome.NONE);
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private BiConsumer<String, Runnable> onChanged = (_, _) -> {};

    /** The part that can be changed in Settings. */
    record Configuration(List<AlertRule> rules, AlertSettings settings) {}

    /** The outcome of the last action, as a sentence. */
    record Outcome(String text, boolean wrong) {
        static final Outcome NONE = new Outcome("", false);
    }

    /**
     * Starts polling for alerts, independent of the screen shown, because the bell is on every screen.
     *
     * @param service null on a read-only connection
     */
    public AlertsModel(AlertQueries queries, @Nullable AlertService service, FxEventBridge feed, String actor) {
        this.queries = queries;
        this.service = service;
        this.feed = feed;
        this.actor = actor;
        reading = feed.latestTask();
        feed.poll(PAUSE, queries::current, this::show);
    }

    private void show(AlertQueries.CurrentAlerts now) {
        if (!now.equals(currentAlerts.get())) {
            currentAlerts.set(now);
        }
    }

    boolean isReadOnly() {
        return service == null;
    }

    /** Reads rules and settings. */
    void configure() {
        reading.load(
                () -> new Configuration(queries.rules(), queries.settings()),
                configuration::set,
                exception -> outcome.set(new Outcome(TEXTS.get("failed", ErrorMessages.of(exception)), true)));
    }

    /** Reads the newest of all alerts that ever fired. */
    void history(Consumer<List<AlertEntry>> onRead, Consumer<Exception> onError) {
        feed.load(() -> queries.newest(NEWEST), onRead, onError);
    }

    /** @param onRefused receives the reason if nothing was changed */
    void acknowledge(AlertEntry alert, Consumer<String> onRefused) {
        changeAlert(
                by -> by.acknowledge(alert, CodedMessage.of("reason.overview").stored(), actor),
                () -> changeAlert(by -> by.unacknowledge(alert, UNDO, actor), null, onRefused),
                onRefused);
    }

    private void changeAlert(
            Function<AlertService, ActionResult> change, @Nullable Runnable undo, Consumer<String> onRefused) {
        change(change, undo, what -> {
            if (what.wrong()) {
                onRefused.accept(what.text());
            }
            feed.load(queries::current, this::show, _ -> {});
        });
    }

    /** @param before the rule as it was shown */
    void set(AlertRule before, AlertRule rule) {
        changeSettings(
                by -> by.setRule(before, rule, REASON, actor),
                () -> changeSettings(by -> by.setRule(rule, before, UNDO, actor), null));
    }

    /** @param before as it was shown */
    void setQuietHours(Optional<AlertSettings.QuietHours> before, Optional<AlertSettings.QuietHours> quiet) {
        changeSettings(
                by -> by.setQuietHours(before, quiet, REASON, actor),
                () -> changeSettings(by -> by.setQuietHours(quiet, before, UNDO, actor), null));
    }

    /** @param onDone not called if the change is refused */
    void setWebhook(String address, WebhookForm form, Runnable onDone) {
        change(by -> by.setWebhook(address, form, REASON, actor), null, what -> {
            if (!what.wrong()) {
                onDone.run();
            }
            showOutcome(what);
        });
    }

    void removeWebhook() {
        changeSettings(by -> by.removeWebhook(REASON, actor), null);
    }

    void sendTest(String address, WebhookForm form) {
        change(by -> by.sendTest(address, form), null, outcome::set);
    }

    /** Reports input that is not a number or a time. */
    void refuse(String sentence) {
        outcome.set(new Outcome(sentence, true));
    }

    /** Sets the handler for changes that can be undone, which receives a sentence and the undo action. */
    public void onChanged(BiConsumer<String, Runnable> handler) {
        onChanged = handler;
    }

    private void changeSettings(Function<AlertService, ActionResult> change, @Nullable Runnable undo) {
        change(change, undo, this::showOutcome);
    }

    private void showOutcome(Outcome what) {
        outcome.set(what);
        configure();
    }

    /** @param undo offered after the change, null if there is none */
    private void change(Function<AlertService, ActionResult> change, @Nullable Runnable undo, Consumer<Outcome> onEnd) {
        AlertService writes = service;
        if (writes == null) {
            onEnd.accept(new Outcome(TEXTS.get("readonly"), true));
            return;
        }
        busy.set(true);
        feed.load(
                () -> change.apply(writes),
                result -> {
                    busy.set(false);
                    String sentence = MessageTexts.sentence(result.message());
                    onEnd.accept(new Outcome(sentence, result instanceof ActionResult.Nothing));
                    if (undo != null && result instanceof ActionResult.Done) {
                        onChanged.accept(sentence, undo);
                    }
                },
                exception -> {
                    busy.set(false);
                    onEnd.accept(new Outcome(ErrorMessages.of(exception), true));
                });
    }

    /** Null until first read. */
    ReadOnlyObjectProperty<AlertQueries.@Nullable CurrentAlerts> currentAlertsProperty() {
        return currentAlerts.getReadOnlyProperty();
    }

    /** Null until {@link #configure} has completed. */
    ReadOnlyObjectProperty<@Nullable Configuration> configurationProperty() {
        return configuration.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Outcome> outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }
}
