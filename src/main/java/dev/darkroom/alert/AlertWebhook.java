package dev.darkroom.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.alert.AlertSettings.WebhookForm;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.NetworkFault;
import dev.darkroom.http.outbound.LoopbackAddress;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.http.outbound.OutboundPolicy.RefusedAddressException;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import dev.darkroom.secret.SecretRedactor;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Posts one message to the receiver of alerts; a redirect counts as a failure. Blocks. */
public final class AlertWebhook {
    private static final MediaType TYPE = MediaType.get("application/json");
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final OkHttpClient client;
    private final OutboundPolicy policy;

    /** @param policy checks the address, which anyone with write access to the database can set */
    public AlertWebhook(HttpClients http, OutboundPolicy policy) {
        this.policy = policy;
        client = http.client().newBuilder().dns(policy.dns()).callTimeout(LIMIT).build();
    }

    /**
     * A message to the receiver.
     *
     * @param id stays the same for each attempt to send the same message
     * @param event FIRED, CLEARED or TEST
     * @param alert null for a test
     */
    record WebhookMessage(long id, String event, @Nullable AlertEntry alert) {
        static final String TEST = "TEST";

        String text() {
            AlertEntry about = alert;
            if (about == null) {
                return CodedMessage.of("alert.webhook.test").english();
            }
            String said = about.said().english();
            return about.cleared().isPresent() && event.equals("CLEARED")
                    ? "\u2705 " + CodedMessage.of("alert.over", about.said()).english()
                    : "\u26a0\ufe0f " + said;
        }

        ObjectNode body(WebhookForm form) {
            ObjectNode body = JsonMapping.MAPPER.createObjectNode();
            if (form == WebhookForm.TEXT) {
                return body.put("text", text());
            }
            body.put("id", id).put("event", event).put("text", text());
            AlertEntry about = alert;
            if (about != null) {
                body.put("alert", about.id())
                        .put("kind", about.kind().name())
                        .put("subject", about.subject())
                        .put("value", about.value())
                        .put("threshold", about.threshold())
                        .put("unit", about.kind().unit().name())
                        .put("since", about.since().toString())
                        .put("fired_at", about.fired().toString())
                        .put(
                                "cleared_at",
                                about.cleared().map(Instant::toString).orElse(null));
            }
            return body;
        }
    }

    /** Returns why the receiver did not accept the message, if so; without the address. */
    Optional<CodedMessage> send(WebhookAddress address, WebhookMessage message) {
        String host = address.host();
        try {
            policy.check(address.url());
            Request request = new Request.Builder()
                    .url(address.url())
                    .post(RequestBody.create(JsonMapping.MAPPER.writeValueAsBytes(message.body(address.form())), TYPE))
                    .build();
            try (Response answer = client.newCall(request).execute()) {
                return answer.isSuccessful()
                        ? Optional.empty()
                        : Optional.of(CodedMessage.of("alert.webhook.status", host, answer.code()));
            }
        } catch (RefusedAddressException refused) {
            return Optional.of(refused.message());
        } catch (IOException failure) {
            CodedMessage why =
                    CodedMessage.of("network." + NetworkFault.of(failure).code());
            return Optional.of(CodedMessage.of("alert.webhook.silent", host, why));
        }
    }

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
}
