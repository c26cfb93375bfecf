package dev.darkroom.alert;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * When nobody is told, and where a webhook leads.
 *
 * @param webhook its host and form; the address itself is a secret that no window needs
 */
public record AlertSettings(Optional<QuietHours> quiet, Optional<WebhookPlace> webhook) {
    /** Where messages go to, as it may be shown. */
    public record WebhookPlace(String host, WebhookForm form) {}

    /** What a receiver understands. */
    public enum WebhookForm {
        /** All that is known, as members of an object. */
        JSON,
        /** {@code {"text": "..."}}, as Slack, Mattermost and Rocket.Chat take it. */
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

    /** One that was written by hand, or that this machine does not know, does not stop the watching. */
    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            return ZoneOffset.UTC;
        }
    }

    /**
     * The part of every day in which nobody is told of alerts, as the clocks of one place show it. They may span midnight; the same
     * time twice is a whole day.
     *
     * @param until the first moment in which alerts are told again
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
