package dev.darkroom.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.alert.AlertSettings.WebhookForm;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.NetworkFault;
import dev.darkroom.http.outbound.OutboundPolicy;
import dev.darkroom.http.outbound.RefusedAddressException;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
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
}
