package dev.darkroom.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.activity.ActivityRecord;
import dev.darkroom.alert.AlertSettings.WebhookForm;
import dev.darkroom.alert.AlertWebhook.WebhookAddress;
import dev.darkroom.alert.AlertWebhook.WebhookMessage;
import dev.darkroom.database.Database;
import dev.darkroom.generation.action.ActionResult;
import dev.darkroom.generation.action.AuditedActionRunner;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.time.LocalTime;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The actions of operators on alerts; each change is recorded in {@code operator_action}. Every call blocks. */
public final class AlertService {
    private final Database database;
    private final AlertWebhook webhook;

    public AlertService(Database database, AlertWebhook webhook) {
        this.database = database;
        this.webhook = webhook;
    }

    /** Marks an alert as known: it is still shown, but nobody is notified again. */
    public ActionResult acknowledge(AlertEntry alert, String reason, String actor) {
        return database.inTransaction(handle -> {
            int changed = handle.createUpdate("""
                            update alert set acknowledged_by = :actor, acknowledged_at = clock_timestamp()
                            where id = :id and acknowledged_by is null
                            """)
                    .bind("actor", actor)
                    .bind("id", alert.id())
                    .execute();
            if (changed == 0) {
                return new ActionResult.Nothing(CodedMessage.of("alert.acknowledged.before"));
            }
            return recordAction(
                    handle,
                    "ACKNOWLEDGE_ALERT",
                    null,
                    facts(alert),
                    new AuditedActionRunner.Why(reason, actor),
                    CodedMessage.of("alert.acknowledged", alert.said()));
        });
    }

    /** Takes back an acknowledgement of this person, so that the alert notifies again; nothing is changed if it is another one by now. */
    public ActionResult unacknowledge(AlertEntry alert, String reason, String actor) {
        return database.inTransaction(handle -> {
            int changed = handle.createUpdate("""
                            update alert set acknowledged_by = null, acknowledged_at = null
                            where id = :id and acknowledged_by = :actor and cleared_at is null
                            """)
                    .bind("actor", actor)
                    .bind("id", alert.id())
                    .execute();
            if (changed > 0) {
                // Acknowledged before anybody was notified: now somebody has to be.
                handle.createUpdate("""
                                delete from alert_delivery
                                where alert_id = :id and event = 'FIRED' and sent_at is null and given_up_at is not null
                                """).bind("id", alert.id()).execute();
            }
            return changed == 0
                    ? new ActionResult.Nothing(CodedMessage.of("alert.unacknowledged.late"))
                    : recordAction(
                            handle,
                            "UNACKNOWLEDGE_ALERT",
                            facts(alert),
                            null,
                            new AuditedActionRunner.Why(reason, actor),
                            CodedMessage.of("alert.unacknowledged", alert.said()));
        });
    }

    /**
     * Takes effect at the next evaluation.
     *
     * @param seen the rule that the change was decided on; nothing is changed if it is another one by now
     */
    public ActionResult setRule(AlertRule seen, AlertRule wanted, String reason, String actor) {
        return database.inTransaction(handle -> {
            handle.execute("lock table alert_rule in share row exclusive mode");
            AlertRule before = Objects.requireNonNull(AlertRule.all(handle).get(wanted.kind()));
            if (before.equals(wanted)) {
                return new ActionResult.Nothing(CodedMessage.of("alert.rule.same"));
            }
            if (!before.equals(seen)) {
                return new ActionResult.Nothing(CodedMessage.of("alert.setting.changed"));
            }
            if (wanted.isStandard()) {
                handle.createUpdate("delete from alert_rule where kind = :kind")
                        .bind("kind", wanted.kind())
                        .execute();
            } else {
                handle.createUpdate("""
                                insert into alert_rule (kind, enabled, threshold, lasting_seconds, changed_by)
                                values (:kind, :enabled, :threshold, :lasting, :actor)
                                on conflict (kind) do update set enabled = excluded.enabled, threshold = excluded.threshold,
                                  lasting_seconds = excluded.lasting_seconds, changed_by = excluded.changed_by,
                                  changed_at = excluded.changed_at
                                """)
                        .bind("kind", wanted.kind())
                        .bind("enabled", wanted.enabled())
                        .bind("threshold", wanted.threshold())
                        .bind("lasting", wanted.lasting().toSeconds())
                        .bind("actor", actor)
                        .execute();
            }
            return recordAction(
                    handle,
                    "SET_ALERT_RULE",
                    facts(before),
                    facts(wanted),
                    new AuditedActionRunner.Why(reason, actor),
                    CodedMessage.of("alert.rule.set"));
        });
    }

    /**
     * @param seen what the change was decided on; nothing is changed if it is something else by now
     * @param quiet empty for no quiet hours
     */
    public ActionResult setQuietHours(
            Optional<AlertSettings.QuietHours> seen,
            Optional<AlertSettings.QuietHours> quiet,
            String reason,
            String actor) {
        return database.inTransaction(handle -> {
            handle.execute("select from alert_setting for update");
            Optional<AlertSettings.QuietHours> before = AlertSettings.quietHours(handle);
            if (!before.equals(seen)) {
                return new ActionResult.Nothing(CodedMessage.of("alert.setting.changed"));
            }
            handle.createUpdate("update alert_setting set quiet_from = :from, quiet_until = :until, quiet_zone = :zone")
                    .bind("from", quiet.map(AlertSettings.QuietHours::from).orElse((LocalTime) null))
                    .bind("until", quiet.map(AlertSettings.QuietHours::until).orElse((LocalTime) null))
                    .bind("zone", quiet.map(hours -> hours.zone().getId()).orElse(null))
                    .execute();
            return recordAction(
                    handle,
                    "SET_QUIET_HOURS",
                    before.map(AlertService::facts).orElse(null),
                    quiet.map(AlertService::facts).orElse(null),
                    new AuditedActionRunner.Why(reason, actor),
                    quiet.map(hours -> CodedMessage.of(
                                    "alert.quiet.set",
                                    hours.from(),
                                    hours.until(),
                                    hours.zone().getId()))
                            .orElse(CodedMessage.of("alert.quiet.none")));
        });
    }

    /**
     * Sets where alerts are sent. Active alerts of which no webhook was notified are sent to this one.
     *
     * @param address empty to keep the current one
     * @throws RefusedInputException with a sentence that does not contain the address
     */
    public ActionResult setWebhook(String address, WebhookForm form, String reason, String actor) {
        return database.inTransaction(handle -> {
            Optional<WebhookAddress> before = WebhookAddress.read(handle);
            WebhookAddress wanted = wanted(address, form, before);
            if (before.equals(Optional.of(wanted))) {
                return new ActionResult.Nothing(CodedMessage.of("alert.webhook.same"));
            }
            store(handle, wanted);
            requeueActive(handle);
            return recordAction(
                    handle,
                    "SET_WEBHOOK",
                    before.map(AlertService::facts).orElse(null),
                    facts(wanted),
                    new AuditedActionRunner.Why(reason, actor),
                    CodedMessage.of("alert.webhook.set", wanted.host()));
        });
    }

    /** Stops sending; pending messages are given up. */
    public ActionResult removeWebhook(String reason, String actor) {
        return database.inTransaction(handle -> {
            Optional<WebhookAddress> before = WebhookAddress.read(handle);
            if (before.isEmpty()) {
                return new ActionResult.Nothing(CodedMessage.of("alert.webhook.none"));
            }
            store(handle, null);
            giveUpPending(handle);
            return recordAction(
                    handle,
                    "REMOVE_WEBHOOK",
                    facts(before.get()),
                    null,
                    new AuditedActionRunner.Why(reason, actor),
                    CodedMessage.of("alert.webhook.removed"));
        });
    }

    /**
     * Sends a test message, immediately and without retries.
     *
     * @param address empty for the current one
     */
    public ActionResult sendTest(String address, WebhookForm form) {
        WebhookAddress to = wanted(address, form, database.inTransaction(WebhookAddress::read));
        return webhook.send(to, new WebhookMessage(0, WebhookMessage.TEST, null))
                .<ActionResult>map(ActionResult.Nothing::new)
                .orElseGet(() -> new ActionResult.Done(CodedMessage.of("alert.webhook.tested", to.host())));
    }

    private static WebhookAddress wanted(String address, WebhookForm form, Optional<WebhookAddress> before) {
        if (!address.isBlank()) {
            return WebhookAddress.of(address, form);
        }
        return before.map(known -> new WebhookAddress(known.url(), form))
                .orElseThrow(() -> new RefusedInputException("alert.webhook.missing"));
    }

    private static void store(Handle handle, @Nullable WebhookAddress address) {
        handle.createUpdate("update alert_setting set webhook_host = :host, webhook_form = :form")
                .bind("host", address == null ? null : address.host())
                .bind("form", address == null ? null : address.form().name())
                .execute();
        handle.execute("delete from alert_secret");
        if (address != null) {
            handle.createUpdate("insert into alert_secret (webhook_url) values (:url)")
                    .bind("url", address.url().toString())
                    .execute();
        }
    }

    /** Forgets the failed attempts of alerts that are still active, so that the next evaluation queues them again. */
    private static void requeueActive(Handle handle) {
        handle.execute("""
                delete from alert_delivery d using alert a
                where a.id = d.alert_id and a.cleared_at is null and a.acknowledged_at is null
                  and d.sent_at is null and d.given_up_at is not null
                """);
    }

    /** Messages queued for this webhook must not go to the next one. */
    private static void giveUpPending(Handle handle) {
        handle.createUpdate("""
                        update alert_delivery set given_up_at = clock_timestamp(), problem = cast(:problem as jsonb)
                        where sent_at is null and given_up_at is null
                        """)
                .bind(
                        "problem",
                        JsonMapping.write(CodedMessage.of("alert.webhook.none").json()))
                .execute();
    }

    private static ActionResult recordAction(
            Handle handle,
            String action,
            @Nullable ObjectNode before,
            @Nullable ObjectNode after,
            AuditedActionRunner.Why why,
            CodedMessage outcome) {
        ActivityRecord.of(action, why.actor(), why.reason(), outcome)
                .changing(before, after)
                .write(handle);
        return new ActionResult.Done(outcome);
    }

    private static ObjectNode facts() {
        return JsonMapping.MAPPER.createObjectNode();
    }

    private static ObjectNode facts(AlertEntry alert) {
        return facts().put("alert", alert.id()).put("kind", alert.kind().name()).put("subject", alert.subject());
    }

    private static ObjectNode facts(AlertRule rule) {
        return facts().put("kind", rule.kind().name())
                .put("enabled", rule.enabled())
                .put("threshold", rule.threshold())
                .put("lasting_seconds", rule.lasting().toSeconds());
    }

    private static ObjectNode facts(AlertSettings.QuietHours quiet) {
        return facts().put("from", quiet.from().toString())
                .put("until", quiet.until().toString())
                .put("zone", quiet.zone().getId());
    }

    /** Without the address itself. */
    private static ObjectNode facts(WebhookAddress webhook) {
        return facts().put("host", webhook.host()).put("form", webhook.form().name());
    }
}
