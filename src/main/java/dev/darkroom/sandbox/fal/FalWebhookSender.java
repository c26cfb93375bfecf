package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.http.outbound.LoopbackAddress;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fal.job.JobOutcome;
import dev.darkroom.sandbox.fal.job.QueuedJob;
import dev.darkroom.sandbox.fal.job.WorkPace;
import dev.darkroom.sandbox.fault.SandboxFault;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.media.SeededRandom;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the webhook of a finished request: signed, retried until a 2xx answer, to this machine only. */
final class FalWebhookSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FalWebhookSender.class);
    private static final String USER = "sandbox-user";
    private static final int TRIES = 10;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final MediaType TYPE = MediaType.get("application/json");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final OkHttpClient client = new OkHttpClient.Builder()
            .dns(FalWebhookSender::here)
            .callTimeout(Duration.ofSeconds(15))
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .build();
    private final WebhookSigningKey key;
    private final InstantSource clock;
    private final WorkPace pace;

    FalWebhookSender(WebhookSigningKey key, InstantSource clock, WorkPace pace) {
        this.key = key;
        this.clock = clock;
        this.pace = pace;
    }

    private record Call(HttpUrl target, String requestId, byte[] body, boolean badSignature) {}

    /** Returns immediately. Called with the queue's lock held. */
    void ended(QueuedJob job, String address) {
        String webhook = job.submission.webhook();
        HttpUrl target = webhook == null ? null : HttpUrl.parse(webhook);
        if (target == null || job.has(SandboxFault.WEBHOOK_NEVER) || isNumberElsewhere(target.host())) {
            return;
        }
        byte[] body = JsonMapping.write(body(job, address)).getBytes(StandardCharsets.UTF_8);
        Call call = new Call(target, job.id(), body, job.has(SandboxFault.WEBHOOK_BAD_SIGNATURE));
        threads.execute(() -> deliver(call));
        if (job.has(SandboxFault.WEBHOOK_TWICE)) {
            threads.execute(() -> deliver(call));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.connectionPool().evictAll();
    }

    private static ObjectNode body(QueuedJob job, String address) {
        JobOutcome outcome = Objects.requireNonNull(job.outcome);
        boolean good = outcome.status() < 400;
        ObjectNode body = SandboxReply.object()
                .put("request_id", job.id())
                .put("gateway_request_id", job.id())
                .put("status", good ? "OK" : "ERROR");
        if (!good) {
            body.put("error", "Invalid status code: " + outcome.status());
        }
        if (job.has(SandboxFault.WEBHOOK_NULL_PAYLOAD)) {
            return body.putNull("payload").put("payload_error", "The payload could not be serialized");
        }
        @Nullable String payload = outcome.body();
        return payload == null
                ? body.putNull("payload")
                : body.set("payload", JsonMapping.parse(payload.replace(JobOutcome.HERE, address)));
    }

    private void deliver(Call call) {
        try {
            for (int n = 0; n < TRIES; n++) {
                Thread.sleep(n == 0 ? Duration.ZERO : pace.faster(FIRST_PAUSE.multipliedBy(1L << (n - 1))));
                if (delivered(call)) {
                    return;
                }
            }
            LOG.debug("No receiver accepted the webhook of {}", call.requestId());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns true when no retry is needed: delivered, or redirected, which counts as a refusal. */
    private boolean delivered(Call call) {
        String timestamp = String.valueOf(clock.instant().getEpochSecond());
        byte[] signed = call.badSignature() ? new byte[0] : call.body();
        String signature = key.sign(call.requestId(), USER, timestamp, signed);
        Request request = new Request.Builder()
                .url(call.target())
                .header("X-Fal-Webhook-Request-Id", call.requestId())
                .header("X-Fal-Webhook-User-Id", USER)
                .header("X-Fal-Webhook-Timestamp", timestamp)
                .header("X-Fal-Webhook-Signature", signature)
                .post(RequestBody.create(call.body(), TYPE))
                .build();
        try (Response response = client.newCall(request).execute()) {
            return response.isSuccessful() || response.isRedirect();
        } catch (IOException exception) {
            LOG.debug("The webhook of {} failed: {}", call.requestId(), exception.getMessage());
            return false;
        }
    }

    /** Literal addresses bypass name resolution, see {@link #here}. */
    private static boolean isNumberElsewhere(String host) {
        return host.matches("[0-9.]+|.*:.*") && !LoopbackAddress.isLoopback(host);
    }

    /** Resolves a name, keeping only loopback addresses. */
    private static List<InetAddress> here(String host) throws UnknownHostException {
        List<InetAddress> addresses = Dns.SYSTEM.lookup(host);
        if (!addresses.stream().allMatch(InetAddress::isLoopbackAddress)) {
            throw new UnknownHostException("A stand-in calls back on this machine only, not to " + host + ".");
        }
        return addresses;
    }

    /** The Ed25519 key that signs webhooks. Derived from the seed, so that it survives a restart. */
    static final class WebhookSigningKey {
        private static final int LENGTH = 32;

        private final KeyPair pair;

        WebhookSigningKey(long seed) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
                generator.initialize(NamedParameterSpec.ED25519, new Fixed(SeededRandom.sha256("webhook " + seed)));
                this.pair = generator.generateKeyPair();
            } catch (GeneralSecurityException exception) {
                throw new IllegalStateException("Every JDK has Ed25519", exception);
            }
        }

        /** The document at {@code /.well-known/jwks.json}. */
        ObjectNode document() {
            byte[] encoded = ((EdECPublicKey) pair.getPublic()).getEncoded();
            byte[] raw = Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length);
            ArrayNode keys = SandboxReply.array();
            keys.addObject()
                    .put("kty", "OKP")
                    .put("crv", "Ed25519")
                    .put("use", "sig")
                    .put("alg", "EdDSA")
                    .put("kid", "sandbox")
                    .put("x", Base64.getUrlEncoder().withoutPadding().encodeToString(raw));
            return SandboxReply.object().set("keys", keys);
        }

        /** Returns the hexadecimal signature of request id, user id, timestamp and body hash, one per line. */
        String sign(String requestId, String userId, String timestamp, byte[] body) {
            try {
                String text = String.join(
                        "\n", requestId, userId, timestamp, HexFormat.of().formatHex(SeededRandom.sha256(body)));
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(pair.getPrivate());
                signature.update(text.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(signature.sign());
            } catch (GeneralSecurityException exception) {
                throw new IllegalStateException("The call back could not be signed", exception);
            }
        }

        /** A random source that repeats the given bytes. */
        private static final class Fixed extends SecureRandom {
            private static final long serialVersionUID = 1L;

            private final byte[] bytes;

            Fixed(byte[] bytes) {
                this.bytes = bytes;
            }

            @Override
            public void nextBytes(byte[] target) {
                for (int n = 0; n < target.length; n++) {
                    target[n] = bytes[n % bytes.length];
                }
            }
        }
    }
}
