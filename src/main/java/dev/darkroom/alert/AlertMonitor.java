package dev.darkroom.alert;

import dev.darkroom.alert.AlertWebhook.WebhookAddress;
import dev.darkroom.alert.AlertWebhook.WebhookMessage;
import dev.darkroom.database.AdvisoryLock;
import dev.darkroom.database.Database;
import dev.darkroom.generation.engine.EngineWorkLoop;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.logging.LoggingService;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.system.BackoffPolicy;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs in every process that may write, even while its engine is off, since then no other process may be watching: reports
 * this process's readings, evaluates the rules if no other process does, and sends pending messages. On its own threads.
 */
public final class AlertMonitor implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    /** By then the program has started, and short-lived processes are spared the query. */
    private static final Duration FIRST_BALANCE = Duration.ofSeconds(30);

    private final Database database;
    private final AlertReadings readings;
    private final EngineWorkLoop watching = new EngineWorkLoop("Alerts", INTERVAL, this::watch);
    private final EngineWorkLoop sending;

    /** @param source identifies this process */
    public AlertMonitor(
            Database database, AlertWebhook webhook, UUID source, Supplier<Optional<BigDecimal>> balance, Path data) {
        this.database = database;
        readings = new AlertReadings(database, source, balance, FIRST_BALANCE, InstantSource.system());
        readings.watch("data", data);
        sending = new EngineWorkLoop("The webhook of alerts", INTERVAL, new AlertSender(database, webhook)::step);
    }

    /** Starts at once. */
    public void start() {
        watching.start("alerts");
        sending.start("alert-webhook");
    }

    /** Counts the errors of this log and watches its disk; running the result stops the counting. */
    public Runnable watch(LoggingService logging) {
        logging.add(readings.errors());
        logging.backendFile().map(Path::getParent).ifPresent(folder -> readings.watch("logs", folder));
        return () -> logging.remove(readings.errors());
    }

    private boolean watch() {
        readings.report();
        if (judge(database)) {
            sending.wake();
        }
        return false;
    }

    /** Returns true if there is something to send. */
    static boolean judge(Database database) {
        return AdvisoryLock.ALERTS.doAlone(database, AlertEvaluator::evaluate);
    }

    @Override
    public void close() {
        watching.close();
        sending.close();
    }

    /**
     * Sends pending messages to the webhook, one after the other: at least once, each claimed by one process, and the end of an
     * alert only after its start. Retries with backoff until a message is accepted, for a day. Sends nothing in quiet hours. Blocks.
     */
    static final class AlertSender {
        private static final Logger LOG = LoggerFactory.getLogger(AlertMonitor.class);
        /** How long a claim keeps other processes from sending a message; longer than a call. */
        private static final Duration CLAIM = Duration.ofSeconds(60);

        private static final BackoffPolicy BACKOFF = new BackoffPolicy(Duration.ofSeconds(10), Duration.ofMinutes(10));

        /**
         * Discards messages that are no longer needed: the start of an alert that was acknowledged, or cleared before the first
         * attempt, and the end of one whose start was discarded. After a failed attempt both are sent, as it may have arrived.
         */
        private static final String GIVE_UP = """
                update alert_delivery set given_up_at = clock_timestamp()
                where id = any(array(
                  select d.id from alert_delivery d join alert a on a.id = d.alert_id
                  where d.sent_at is null and d.given_up_at is null and d.next_attempt_at <= clock_timestamp()
                    and a.kind = any(:kinds)
                    and case d.event
                          when 'FIRED' then a.acknowledged_at is not null or (a.cleared_at is not null and d.attempts = 0)
                          else not exists (select from alert_delivery f
                                           where f.alert_id = d.alert_id and f.event = 'FIRED'
                                             and (f.sent_at is not null or f.given_up_at is null))
                        end
                  for update of d skip locked))
                """;

        private static final String CLAIMED = """
                update alert_delivery set attempts = attempts + 1,
                  next_attempt_at = clock_timestamp() + make_interval(secs => :claim)
                where id = (
                  select d.id from alert_delivery d
                  where d.sent_at is null and d.given_up_at is null and d.next_attempt_at <= clock_timestamp()
                    and (d.event = 'FIRED'
                         or exists (select from alert_delivery f
                                    where f.alert_id = d.alert_id and f.event = 'FIRED' and f.sent_at is not null))
                    and exists (select from alert a where a.id = d.alert_id and a.kind = any(:kinds))
                  order by d.id limit 1 for update skip locked)
                returning id, alert_id, event, attempts, created_at < clock_timestamp() - interval '1 day' as outdated
                """;

        /** A late failure must not hide that another process has sent the message meanwhile, or is about to. */
        private static final String STORE_OUTCOME = """
                update alert_delivery set
                  sent_at = case when cast(:problem as jsonb) is null then clock_timestamp() end,
                  given_up_at = case when cast(:problem as jsonb) is null then null
                                     when :last then clock_timestamp() else given_up_at end,
                  problem = cast(:problem as jsonb),
                  next_attempt_at = clock_timestamp() + make_interval(secs => :wait)
                where id = :id and sent_at is null and (attempts = :attempts or cast(:problem as jsonb) is null)
                """;

        private static final String ABOUT =
                "select " + AlertEntry.COLUMNS + " from " + AlertEntry.TABLES + " where a.id = :alert";

        private final Database database;
        private final AlertWebhook webhook;

        AlertSender(Database database, AlertWebhook webhook) {
            this.database = database;
            this.webhook = webhook;
        }

        /** A message that this process has claimed. */
        record ClaimedDelivery(long id, long alertId, String event, int attempts, boolean outdated) {}

        private record Sending(ClaimedDelivery delivery, Optional<WebhookAddress> address, AlertEntry alert) {}

        /** Sends one message; returns false if none is due, or in quiet hours. */
        boolean step() {
            Optional<Sending> next = database.inTransaction(AlertSender::claim);
            next.ifPresent(this::send);
            return next.isPresent();
        }

        private static Optional<Sending> claim(Handle handle) {
            if (AlertEvaluator.isQuiet(handle)) {
                return Optional.empty();
            }
            handle.createUpdate(GIVE_UP).bind("kinds", AlertKind.names()).execute();
            return handle.createQuery(CLAIMED)
                    .bind("claim", CLAIM.toSeconds())
                    .bind("kinds", AlertKind.names())
                    .mapTo(ClaimedDelivery.class)
                    .findOne()
                    .map(delivery -> new Sending(
                            delivery,
                            WebhookAddress.read(handle),
                            handle.createQuery(ABOUT)
                                    .bind("alert", delivery.alertId())
                                    .map((row, _) -> AlertEntry.of(row))
                                    .one()));
        }

        private void send(Sending sending) {
            ClaimedDelivery delivery = sending.delivery();
            Optional<CodedMessage> problem = sending.address()
                    .map(address ->
                            webhook.send(address, new WebhookMessage(delivery.id(), delivery.event(), sending.alert())))
                    .orElse(Optional.of(CodedMessage.of("alert.webhook.none")));
            boolean last = sending.address().isEmpty() || delivery.outdated();
            problem.ifPresent(why -> LOG.warn(
                    "An alert could not be sent{}: {}", last ? ", it is given up" : ", it is tried again", why));
            database.useTransaction(handle -> handle.createUpdate(STORE_OUTCOME)
                    .bind(
                            "problem",
                            problem.map(why -> JsonMapping.write(why.json())).orElse(null))
                    .bind("last", last)
                    .bind("wait", BACKOFF.after(delivery.attempts()).toSeconds())
                    .bind("id", delivery.id())
                    .bind("attempts", delivery.attempts())
                    .execute());
        }
    }
}
