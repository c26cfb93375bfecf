package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.http.HttpClients;
import dev.darkroom.http.NetworkFault;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.http.RetryAfterHeader;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.message.CodedMessage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Performs the three kinds of call with the key. Blocking. Never follows redirects, so the key stays with the host it is meant
 * for.
 */
final class FalHttp {
    static final String SERVICE = "fal.ai";
    private static final long MAX_RESPONSE_BYTES = 64L * 1024 * 1024;

    /** The outcome of a POST: whether any byte may have been sent, and as much of the answer as arrived. */
    record PostResult(
            boolean sent,
            @Nullable HttpAnswer answer,
            @Nullable IOException failure) {}

    /**
     * Caps concurrent reads at the size of the connection pool: polling ten thousand jobs must not open ten thousand
     * connections.
     */
    private final Semaphore reading = new Semaphore(HttpClients.MAX_IDLE_CONNECTIONS, true);

    private final OkHttpClient reader;
    private final OkHttpClient sender;
    private final String authorization;

    FalHttp(HttpClients http, String key, Duration limit) {
        // Reads and cancels may be repeated, so a stale pooled connection need not cause an error.
        reader = http.client()
                .newBuilder()
                .retryOnConnectionFailure(true)
                .callTimeout(limit)
                .build();
        sender = http.atMostOnce().newBuilder().callTimeout(limit).build();
        authorization = "Key " + key;
    }

    /** {@code doing} completes "No answer from fal.ai while ...". */
    HttpAnswer get(CodedMessage doing, HttpUrl url) {
        return read(doing, request(url).get().build());
    }

    HttpAnswer put(CodedMessage doing, HttpUrl url) {
        return read(doing, request(url).put(RequestBody.EMPTY).build());
    }

    /** Sends once. Failures are part of the outcome and never thrown. */
    PostResult post(HttpUrl url, String json) {
        OneShot body = new OneShot(json.getBytes(StandardCharsets.UTF_8));
        Call call = sender.newCall(request(url).post(body).build());
        Sending sending = new Sending();
        call.addEventListener(sending);
        try (Response response = call.execute()) {
            return received(response);
        } catch (IOException failure) {
            return new PostResult(sending.begun, null, failure);
        }
    }

    /** An answer with a truncated body still has a status and headers, which may hold the job id. */
    private static PostResult received(Response response) {
        try {
            return new PostResult(true, answer(response), null);
        } catch (IOException failure) {
            return new PostResult(true, new HttpAnswer(response.code(), response.headers(), new byte[0]), failure);
        }
    }

    private HttpAnswer read(CodedMessage doing, Request request) {
        try {
            reading.acquire();
            try (Response response = reader.newCall(request).execute()) {
                return answer(response);
            } finally {
                reading.release();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw NetworkFault.exception(
                    SERVICE, doing, new InterruptedIOException("interrupted"), RemoteFailureKind.RETRYABLE);
        } catch (IOException failure) {
            throw NetworkFault.exception(SERVICE, doing, failure, RemoteFailureKind.RETRYABLE);
        }
    }

    private Request.Builder request(HttpUrl url) {
        return new Request.Builder()
                .url(url)
                .header("Authorization", authorization)
                .header("Accept", "application/json")
                .header("User-Agent", "darkroom/1");
    }

    private static HttpAnswer answer(Response response) throws IOException {
        BufferedSource body = response.body().source();
        if (body.request(MAX_RESPONSE_BYTES + 1)) {
            throw new ProtocolException("The answer is longer than " + MAX_RESPONSE_BYTES + " bytes.");
        }
        return new HttpAnswer(response.code(), response.headers(), body.readByteArray());
    }

    /** Records when the server may first have received something. */
    private static final class Sending extends EventListener {
        private volatile boolean begun;

        @Override
        public void requestHeadersStart(Call call) {
            begun = true;
        }
    }

    /** A body that OkHttp must not send twice, not even when a 503 invites a retry. */
    private static final class OneShot extends RequestBody {
        private static final MediaType JSON = MediaType.get("application/json");
        private final byte[] bytes;

        OneShot(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(bytes);
        }
    }

    /** A complete HTTP answer: status code, headers, and the body bytes as received. */
    static final class HttpAnswer {
        private final int status;
        private final Headers headers;
        private final byte[] body;

        HttpAnswer(int status, Headers headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        int status() {
            return status;
        }

        byte[] body() {
            return body;
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name)).map(String::strip).filter(value -> !value.isEmpty());
        }

        /** Parses the body as JSON, leniently, because it has been paid for; empty when it is not JSON. */
        Optional<JsonNode> json() {
            try {
                return Optional.of(JsonMapping.readLeniently(body));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }

        @Nullable
        Duration retryAfter() {
            return RetryAfterHeader.parse(headers.get("Retry-After"), InstantSource.system())
                    .orElse(null);
        }
    }
}
