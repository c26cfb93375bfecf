package dev.darkroom.alert;

import dev.darkroom.alert.AlertSettings.WebhookForm;
import dev.darkroom.http.outbound.LoopbackAddress;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.http.outbound.RefusedAddressException;
import dev.darkroom.message.RefusedInputException;
import dev.darkroom.secret.SecretRedactor;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jdbi.v3.core.Handle;

/** The address of a webhook, secret from its path on; the constructor registers it for redaction in this process's logs. */
record WebhookAddress(HttpUrl url, WebhookForm form) {
    WebhookAddress {
        SecretRedactor.register(url.toString());
        url.pathSegments().forEach(SecretRedactor::register);
        if (url.query() != null) {
            SecretRedactor.register(url.query());
        }
        if (!url.password().isEmpty()) {
            SecretRedactor.register(url.password());
        }
    }

    /** @throws RefusedInputException with a sentence without the address */
    static WebhookAddress of(String text, WebhookForm form) {
        try {
            HttpUrl url = OutboundPolicy.parse(text.strip());
            if (!url.isHttps() && !LoopbackAddress.isLoopback(url.host())) {
                throw new RefusedInputException("alert.webhook.clear", url.host());
            }
            return new WebhookAddress(url, form);
        } catch (RefusedAddressException refused) {
            throw new RefusedInputException(refused.message());
        }
    }

    /** Also empty if the address was edited by hand and must not be used. */
    static Optional<WebhookAddress> read(Handle handle) {
        try {
            return handle.createQuery("""
                            select webhook_url, webhook_form from alert_setting join alert_secret using (single)
                            where webhook_form is not null
                            """)
                    .map((row, _) ->
                            of(row.getString("webhook_url"), WebhookForm.valueOf(row.getString("webhook_form"))))
                    .findOne();
        } catch (RefusedInputException _) {
            return Optional.empty();
        }
    }

    String host() {
        return url.host();
    }

    /** Hides the secret part of the address. */
    @Override
    public String toString() {
        return url.scheme() + "://" + url.host() + "/\u2026";
    }
}
