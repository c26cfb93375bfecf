package dev.darkroom.sandbox.fal;

import static dev.darkroom.sandbox.fal.FalCaller.FLUX;
import static dev.darkroom.sandbox.fal.FalCaller.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A local receiver that checks everything fal.ai's documentation requires of receivers. */
class FalWebhookTest {
    private final FalSandbox sandbox =
            FalSandbox.start(FalSandboxSettings.defaults().withSpeed(1_000).withPictureScale(0.1));
    private final FalCaller fal = new FalCaller(sandbox);
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final Server receiver = new Server();
    private final ServerConnector connector = new ServerConnector(receiver);

    private record Call(String query, HttpFields headers, byte[] body) {
        JsonNode json() {
            return JsonMapping.parse(new String(body, StandardCharsets.UTF_8));
        }

        String header(String name) {
            return headers.get(name);
        }
    }

    @BeforeEach
    void open() throws Exception {
        connector.setHost("127.0.0.1");
        receiver.addConnector(connector);
        receiver.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws IOException {
                byte[] body = Content.Source.asInputStream(request).readAllBytes();
                calls.add(new Call(request.getHttpURI().getQuery(), request.getHeaders(), body));
                response.setStatus(failures.getAndDecrement() > 0 ? 503 : 200);
                callback.succeeded();
                return true;
            }
        });
        receiver.start();
    }

    @AfterEach
    void close() throws Exception {
        receiver.stop();
        fal.close();
        sandbox.close();
    }

    private JsonNode submit(String input) {
        String target = "http://127.0.0.1:" + connector.getLocalPort() + "/hook?generation=17";
        return fal.accepted(FLUX + "?fal_webhook=" + URLEncoder.encode(target, StandardCharsets.UTF_8), input);
    }

    private Call received(String input) {
        JsonNode job = submit(input);
        await(() -> !calls.isEmpty());
        assertThat(calls.getFirst().json().get("request_id")).isEqualTo(job.get("request_id"));
        return calls.getFirst();
    }

    @Test
    void a_result_is_delivered_with_a_signature_that_holds() throws Exception {
        Call call = received("{\"prompt\":\"x\"}");

        assertThat(call.query()).isEqualTo("generation=17");
        assertThat(call.json().get("status").asText()).isEqualTo("OK");
        assertThat(call.json().has("gateway_request_id")).isTrue();
        assertThat(fal.get(call.json().at("/payload/images/0/url").asText()).status())
                .isEqualTo(200);
        assertThat(holds(call)).isTrue();
    }

    @Test
    void a_failure_is_delivered_with_its_detail() {
        Call call = received("{}");

        assertThat(call.json().get("status").asText()).isEqualTo("ERROR");
        assertThat(call.json().get("error").asText()).isEqualTo("Invalid status code: 422");
        assertThat(call.json().at("/payload/detail/0/type").asText()).isEqualTo("missing");
    }

    @Test
    void it_is_sent_again_until_somebody_takes_it() {
        failures.set(2);
        submit("{\"prompt\":\"x\"}");

        await(() -> calls.size() == 3);

        assertThat(calls)
                .extracting(call -> call.json().get("request_id"))
                .containsOnly(calls.getFirst().json().get("request_id"));
    }

    @Test
    void each_fault_of_delivery_shows() throws Exception {
        JsonNode never = submit("{\"prompt\":\"x\",\"sandbox_fault\":\"webhook-never\"}");
        fal.finished(never);
        submit("{\"prompt\":\"x\",\"sandbox_fault\":\"webhook-twice\"}");
        await(() -> calls.size() == 2);
        assertThat(calls).noneMatch(call -> call.json().get("request_id").equals(never.get("request_id")));
        calls.clear();

        Call empty = received("{\"prompt\":\"x\",\"sandbox_fault\":\"webhook-null-payload\"}");
        assertThat(empty.json().get("payload").isNull()).isTrue();
        assertThat(empty.json().get("payload_error").asText()).isNotEmpty();
        calls.clear();

        assertThat(holds(received("{\"prompt\":\"x\",\"sandbox_fault\":\"webhook-bad-signature\"}")))
                .isFalse();
    }

    private boolean holds(Call call) throws Exception {
        String key = fal.get("/.well-known/jwks.json", "Authorization", "")
                .json()
                .at("/keys/0/x")
                .asText();
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(call.body()));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(key(Base64.getUrlDecoder().decode(key)));
        signature.update(String.join(
                        "\n",
                        call.header("X-fal-webhook-request-id"),
                        call.header("X-fal-webhook-user-id"),
                        call.header("X-fal-webhook-timestamp"),
                        hash)
                .getBytes(StandardCharsets.UTF_8));
        return signature.verify(HexFormat.of().parseHex(call.header("X-fal-webhook-signature")));
    }

    /** From the 32 bytes of RFC 8032: the y coordinate, little endian, with the sign of x in the last bit. */
    private static PublicKey key(byte[] raw) throws Exception {
        byte[] big = new byte[raw.length];
        for (int n = 0; n < raw.length; n++) {
            big[n] = raw[raw.length - 1 - n];
        }
        boolean odd = (big[0] & 0x80) != 0;
        big[0] &= 0x7F;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, big));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }
}
