package dev.darkroom.alert;

import dev.darkroom.alert.AlertWebhook.WebhookAddress;
import dev.darkroom.generation.engine.ServiceCircuitBreaker;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.logging.LogMark;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.ElapsedTime;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates the rules: which values are wrong now, which alerts fire or clear, and what to notify the webhook of. Reads
 * roll-ups, bounded counts and the readings of processes, never the history. Runs in one transaction, in one process at a time.
 */
final class AlertEvaluator {
    /** With fewer ended runs than this, a rate is meaningless. */
    static final int MIN_ENDED = 10;

    private static final Logger LOG = LoggerFactory.getLogger(AlertEvaluator.class);
    private static final int BOUND = 10_000;
    private static final int RETENTION_DAYS = 400;

    private static final String ATTENTION = """
            select coalesce(attention_cause = 'NOT_REFUNDED', false) as unrefunded, count(*) as count, min(attention_since) as since
            from (select attention_cause, attention_since from generation where attention_cause is not null limit :bound) g
            group by 1
            """;

    private static final String RATES = """
            select model, coalesce(sum(count) filter (where outcome = 'FAILED'), 0) as failed, sum(count) as ended
            from outcome_metric
            where grain = 'MINUTE' and at > clock_timestamp() - interval '15 minutes' and outcome <> 'CANCELLED'
            group by model
            """;

    /** Null where all readings are too old: their processes are gone, perhaps because of what they reported. */
    private static final String READINGS = """
            select kind, subject,
              case kind when 'ERROR_BURST' then sum(value) filter (where fresh)
                        when 'DATABASE_SLOW' then max(value) filter (where fresh)
                        when 'FAL_BALANCE' then (array_agg(value order by read_at desc) filter (where fresh))[1]
                        else min(value) filter (where fresh) end as value
            from (select kind, subject, value, read_at, read_at > clock_timestamp()
                    - make_interval(secs => case kind when 'FAL_BALANCE' then :balance_fresh when 'ERROR_BURST' then :burst
                                                      else :fresh end) as fresh
                  from alert_reading
                  where read_at > clock_timestamp()
                    - make_interval(secs => case kind when 'ERROR_BURST' then :burst else :memory end)) r
            group by kind, subject
            """;

    /**
     * Per host: an engine restarted on its machine after a crash is not missing, nor is it when the one that replaced it was
     * stopped.
     */
    private static final String LAST_HEARTBEATS = """
            select host, max(heartbeat_at) as heard from engine e
            where state <> 'STOPPED' and heartbeat_at > clock_timestamp() - interval '1 day'
              and not exists (select from engine later
                              where later.host = e.host and later.id <> e.id and later.started_at > e.heartbeat_at)
            group by host
            """;

    private static final String STORE_ALERT = """
            insert into alert (kind, subject, value, threshold, said, since)
            values (:kind, :subject, :value, :threshold, cast(:said as jsonb), coalesce(cast(:since as timestamptz), clock_timestamp()))
            on conflict (kind, subject) where cleared_at is null do update set
              value = excluded.value, threshold = excluded.threshold, said = excluded.said,
              since = case when alert.fired_at is null then coalesce(cast(:since as timestamptz), alert.since) else alert.since end
            """;

    private static final String FIRE_ALERT = """
            update alert set fired_at = clock_timestamp()
            where kind = :kind and cleared_at is null and fired_at is null
              and since <= clock_timestamp() - make_interval(secs => :lasting)
            returning said
            """;

    /** Nothing is queued twice or in quiet hours, and the end of an alert only if its start was sent or waits to be. */
    private static final String DELIVERIES = """
            insert into alert_delivery (alert_id, event)
            select a.id, e.event from alert a cross join (values ('FIRED'), ('CLEARED')) e (event)
            where case e.event
                    when 'FIRED' then a.fired_at is not null and a.cleared_at is null and a.acknowledged_at is null
                    else a.cleared_at > clock_timestamp() - interval '1 day'
                         and exists (select from alert_delivery d where d.alert_id = a.id and d.event = 'FIRED'
                                        and (d.sent_at is not null or d.given_up_at is null))
                  end
              and (a.cleared_at is null or a.cleared_at > clock_timestamp() - interval '1 day')
            order by a.id
            on conflict (alert_id, event) do nothing
            """;

    private final Handle handle;
    private final Map<AlertKind, AlertRule> rules;
    private final Instant now;
    private final List<WrongValue> wrong = new ArrayList<>();
    /** Kinds and subjects whose current value is unknown: too little to clear an alert. */
    private final Set<List<String>> unknown = new HashSet<>();

    /** @param since null if only repeated evaluation can tell */
    private record WrongValue(
            AlertRule rule,
            String subject,
            double value,
            CodedMessage message,
            @Nullable Instant since) {}

    /** An alert that has not been cleared. */
    record OpenAlert(long id, String kind, String subject, boolean fired, CodedMessage said) {}

    private AlertEvaluator(Handle handle) {
        this.handle = handle;
        rules = AlertRule.all(handle);
        now = handle.createQuery("select clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
    }

    /** Returns true if there is something to send. */
    static boolean evaluate(Handle handle) {
        AlertEvaluator evaluator = new AlertEvaluator(handle);
        evaluator.findWrongValues();
        evaluator.storeAlerts();
        evaluator.clearAlerts();
        evaluator.deleteExpired();
        return evaluator.queueDeliveries();
    }

    private void findWrongValues() {
        checkGenerations();
        checkRates();
        checkServices();
        checkReadings();
        checkEngines();
    }

    private void checkGenerations() {
        handle.createQuery(ATTENTION)
                .bind("bound", BOUND)
                .map((row, _) -> {
                    AlertKind kind = row.getBoolean("unrefunded") ? AlertKind.REFUND_MISSING : AlertKind.STUCK;
                    long count = row.getLong("count");
                    Instant since = row.getObject("since", OffsetDateTime.class).toInstant();
                    addIfWrong(kind, "", count, since, count);
                    return kind;
                })
                .list();
    }

    private void checkRates() {
        handle.createQuery(RATES)
                .map((row, _) -> {
                    long failed = row.getLong("failed");
                    long ended = row.getLong("ended");
                    double percent = 100.0 * failed / ended;
                    String model = row.getString("model");
                    if (ended >= MIN_ENDED) {
                        addIfWrong(
                                AlertKind.FAILURE_RATE,
                                model,
                                percent,
                                null,
                                Math.round(percent),
                                model,
                                failed,
                                ended);
                    } else if (failed > 0) {
                        addUnknown(AlertKind.FAILURE_RATE.name(), model);
                    }
                    return model;
                })
                .list();
    }

    private void checkServices() {
        for (ServiceCircuitBreaker.Pause pause : ServiceCircuitBreaker.read(handle)) {
            AlertRule rule = rule(AlertKind.SERVICE_PAUSED);
            if (rule.enabled()) {
                CodedMessage said = CodedMessage.of(
                        "alert.SERVICE_PAUSED." + pause.service() + "." + pause.cause(), pause.reason());
                wrong.add(new WrongValue(rule, pause.service().name(), 1, said, pause.since()));
            }
        }
    }

    private void checkReadings() {
        handle.createQuery(READINGS)
                .bind("fresh", AlertReadings.FRESH.toSeconds())
                .bind("balance_fresh", AlertReadings.BALANCE_FRESH.toSeconds())
                .bind("burst", AlertReadings.BURST.toSeconds())
                .bind("memory", AlertReadings.MEMORY.toSeconds())
                .map((row, _) -> {
                    String subject = row.getString("subject");
                    double value = row.getDouble("value");
                    if (row.wasNull()) {
                        addUnknown(row.getString("kind"), subject);
                        return subject;
                    }
                    switch (row.getString("kind")) {
                        case "FAL_BALANCE" -> addIfWrong(AlertKind.FAL_BALANCE, subject, value, null, dollars(value));
                        case "DATABASE_SLOW" ->
                            addIfWrong(AlertKind.DATABASE_SLOW, subject, value, null, Math.round(value), subject);
                        case "ERROR_BURST" ->
                            addIfWrong(AlertKind.ERROR_BURST, subject, value, null, Math.round(value), subject);
                        case "DISK_LOW" -> {
                            String[] place = subject.split(" ");
                            CodedMessage folder = CodedMessage.of("alert.folder." + place[place.length - 1]);
                            addIfWrong(AlertKind.DISK_LOW, subject, value, null, Math.round(value), place[0], folder);
                        }
                        default -> LOG.debug("Skipping a reading of an unknown kind: {}", subject);
                    }
                    return subject;
                })
                .list();
    }

    private void checkEngines() {
        handle.createQuery(LAST_HEARTBEATS)
                .map((row, _) -> {
                    Instant heard = row.getObject("heard", OffsetDateTime.class).toInstant();
                    Duration silent = Duration.between(heard, now);
                    String host = row.getString("host");
                    addIfWrong(
                            AlertKind.HEARTBEAT_MISSING,
                            host,
                            silent.toSeconds(),
                            heard,
                            ElapsedTime.rough(silent),
                            host);
                    return host;
                })
                .list();
    }

    private static String dollars(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** @param facts arguments of the sentence; the limit is appended */
    private void addIfWrong(AlertKind kind, String subject, double value, @Nullable Instant since, Object... facts) {
        AlertRule rule = rule(kind);
        if (rule.enabled() && kind.isWrong(value, rule.threshold())) {
            List<Object> arguments = new ArrayList<>(List.of(facts));
            arguments.add(rule.threshold());
            wrong.add(
                    new WrongValue(rule, subject, value, CodedMessage.of("alert." + kind, arguments.toArray()), since));
        }
    }

    private void addUnknown(String kind, String subject) {
        unknown.add(List.of(kind, subject));
    }

    private AlertRule rule(AlertKind kind) {
        return Objects.requireNonNull(rules.get(kind));
    }

    private void storeAlerts() {
        for (WrongValue each : wrong) {
            handle.createUpdate(STORE_ALERT)
                    .bind("kind", each.rule().kind())
                    .bind("subject", each.subject())
                    .bind("value", each.value())
                    .bind("threshold", each.rule().threshold())
                    .bind("said", JsonMapping.write(each.message().json()))
                    .bind("since", each.since() == null ? null : each.since().atOffset(ZoneOffset.UTC))
                    .execute();
        }
        for (AlertRule rule : wrong.stream().map(WrongValue::rule).distinct().toList()) {
            handle.createQuery(FIRE_ALERT)
                    .bind("kind", rule.kind())
                    .bind("lasting", rule.lasting().toSeconds())
                    .map((row, _) -> CodedMessage.parse(row.getString("said")))
                    .forEach(said -> LOG.warn("{} Alert: {}", LogMark.WARNING.emoji(), said));
        }
    }

    /**
     * Clears alerts whose value is right, was not reported for too long, or is no longer watched. One that has not fired needs
     * proof that it lasts: it is deleted as soon as nothing is known.
     */
    private void clearAlerts() {
        Set<List<String>> still = new HashSet<>();
        wrong.forEach(each -> still.add(List.of(each.rule().kind().name(), each.subject())));
        List<OpenAlert> open = handle.createQuery("""
                        select id, kind, subject, fired_at is not null as fired, said from alert
                        where cleared_at is null and kind = any(:kinds)
                        """)
                .bind("kinds", AlertKind.names())
                .mapTo(OpenAlert.class)
                .list();
        for (OpenAlert alert : open) {
            List<String> key = List.of(alert.kind(), alert.subject());
            boolean watched = rule(AlertKind.valueOf(alert.kind())).enabled();
            if (still.contains(key) || (watched && alert.fired() && unknown.contains(key))) {
                continue;
            }
            if (alert.fired()) {
                handle.execute("update alert set cleared_at = clock_timestamp() where id = ?", alert.id());
                LOG.info("{} Alert over: {}", LogMark.SUCCESS.emoji(), alert.said());
            } else {
                handle.execute("delete from alert where id = ?", alert.id());
            }
        }
    }

    private void deleteExpired() {
        handle.createUpdate(
                        "delete from alert_reading where read_at < clock_timestamp() - make_interval(secs => :memory)")
                .bind("memory", AlertReadings.MEMORY.toSeconds())
                .execute();
        handle.createUpdate("""
                        delete from alert where id = any(array(
                          select id from alert where cleared_at < clock_timestamp() - make_interval(days => :days) limit 100))
                        """).bind("days", RETENTION_DAYS).execute();
    }

    private boolean queueDeliveries() {
        return WebhookAddress.read(handle).isPresent() && !isQuiet(handle) && handle.execute(DELIVERIES) > 0;
    }

    static boolean isQuiet(Handle handle) {
        Instant now = handle.createQuery("select clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
        return AlertSettings.quietHours(handle)
                .filter(quiet -> quiet.include(now))
                .isPresent();
    }
}
