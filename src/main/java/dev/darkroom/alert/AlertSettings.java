package dev.darkroom.alert;

import java.time.LocalTime;
import java.time.ZoneId;
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
        return new AlertSettings(
                quietHours(handle),
                WebhookAddress.read(handle).map(address -> new WebhookPlace(address.host(), address.form())));
    }

    static Optional<QuietHours> quietHours(Handle handle) {
        return handle.createQuery("""
                        select quiet_from, quiet_until, quiet_zone from alert_setting where quiet_zone is not null
                        """)
                .map((row, _) -> new QuietHours(
                        row.getObject("quiet_from", LocalTime.class),
                        row.getObject("quiet_until", LocalTime.class),
                        ZoneId.of(row.getString("quiet_zone"))))
                .findOne();
    }
}
