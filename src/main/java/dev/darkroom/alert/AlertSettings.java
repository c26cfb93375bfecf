package dev.darkroom.alert;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The quiet hours and the webhook.
 *
 * @param webhook its host and form; the address itself is a secret that no window needs
 */
public record AlertSettings(Optional<QuietHours> quiet, Optional<WebhookPlace> webhook) {
    /** The displayable part of a webhook. */
    public record WebhookPlace(String host, WebhookForm form) {}

    /** The message format that a receiver understands. */
    public enum WebhookForm {
        /** All known facts as members of an object. */
        JSON,
        /** {@code {"text": "..."}}, as accepted by Slack, Mattermost and Rocket.Chat. */
        TEXT
    }

    static AlertSettings read(Handle handle) {
        Optional<WebhookPlace> webhook = handle.createQuery(
                        "select webhook_host, webhook_form from alert_setting where webhook_host is not null")
                .map((row, _) -> new WebhookPlace(
                        row.getString("webhook_host"), WebhookForm.valueOf(row.getString("webhook_form"))))
                .findOne();
        return new AlertSettings(quietHours(handle), webhook);
    }

    static Optional<QuietHours> quietHours(Handle handle) {
        return handle.createQuery("""
                        select quiet_from, quiet_until, quiet_zone from alert_setting where quiet_zone is not null
                        """)
                .map((row, _) -> new QuietHours(
                        row.getObject("quiet_from", LocalTime.class),
                        row.getObject("quiet_until", LocalTime.class),
                        zone(row.getString("quiet_zone"))))
                .findOne();
    }

    /** Falls back to UTC, so that a zone edited by hand or unknown to this machine does not stop the alerts. */
    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            return ZoneOffset.UTC;
        }
    }

    /**
     * The daily period without notifications, in the local time of a zone. May span midnight; equal times mean the whole day.
     *
     * @param until the end, exclusive
     */
    public record QuietHours(LocalTime from, LocalTime until, ZoneId zone) {
        public boolean include(Instant moment) {
            LocalTime time = moment.atZone(zone).toLocalTime();
            return from.isBefore(until)
                    ? !time.isBefore(from) && time.isBefore(until)
                    : !time.isBefore(from) || time.isBefore(until);
        }
    }
}
