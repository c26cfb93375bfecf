package dev.darkroom.alert;

import dev.darkroom.message.CodedMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An alert: one period during which a value was wrong for long enough.
 *
 * @param subject which model, service, machine or category; empty where there is only one
 * @param said the message with the latest value and limit
 * @param cleared empty while the alert lasts
 */
public record AlertEntry(
        long id,
        AlertKind kind,
        String subject,
        double value,
        long threshold,
        CodedMessage said,
        Instant since,
        Instant fired,
        Optional<Instant> cleared,
        Optional<Acknowledgement> acknowledged,
        Webhook webhook) {
    static final String COLUMNS = """
            a.id, a.kind, a.subject, a.value, a.threshold, a.said, a.since, a.fired_at, a.cleared_at, a.acknowledged_by,
            a.acknowledged_at, d.sent_at, d.problem
            """;
    static final String TABLES = "alert a left join alert_delivery d on d.alert_id = a.id and d.event = 'FIRED'";

    public record Acknowledgement(String by, Instant at) {}

    /** Whether the webhook was notified of the alert's start, or why not. */
    public record Webhook(Optional<Instant> sent, CodedMessage problem) {}

    static AlertEntry of(ResultSet row) throws SQLException {
        String by = row.getString("acknowledged_by");
        return new AlertEntry(
                row.getLong("id"),
                AlertKind.valueOf(row.getString("kind")),
                row.getString("subject"),
                row.getDouble("value"),
                row.getLong("threshold"),
                CodedMessage.parse(row.getString("said")),
                time(row, "since").orElseThrow(),
                time(row, "fired_at").orElseThrow(),
                time(row, "cleared_at"),
                by == null
                        ? Optional.empty()
                        : Optional.of(new Acknowledgement(
                                by, time(row, "acknowledged_at").orElseThrow())),
                new Webhook(time(row, "sent_at"), CodedMessage.parse(row.getString("problem"))));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}
