package dev.darkroom.sandbox.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.http.HttpClients;
import dev.darkroom.json.JsonMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Calls the stand-in over plain HTTP, as any client would. */
final class FalCaller implements AutoCloseable {
    static final String FLUX = "fal-ai/flux/schnell";

    private final HttpClients http = new HttpClients();
    private final String url;
    private final String key;

    record Got(int status, byte[] bytes, Headers headers) {
        JsonNode json() {
            return JsonMapping.parse(text());
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        String header(String name) {
            return Objects.requireNonNullElse(headers.get(name), "");
        }
    }

    FalCaller(FalSandbox sandbox) {
        this(sandbox.url(), sandbox.key());
    }

    FalCaller(String url, String key) {
        this.url = url;
        this.key = key;
    }

    /** Headers as name, value, name, value; the value "" leaves a header out. */
    Got call(String method, String path, String body, String... headers) throws IOException {
        boolean plain = method.equals("GET") || method.equals("HEAD");
        Request.Builder request = new Request.Builder()
                .url(path.startsWith("http") ? path : url + path)
                .header("Authorization", "Key " + key)
                .method(method, plain ? null : RequestBody.create(body, MediaType.get("application/json")));
        for (int n = 0; n < headers.length; n += 2) {
            request.header(headers[n], headers[n + 1]);
            if (headers[n + 1].isEmpty()) {
                request.removeHeader(headers[n]);
            }
        }
        try (Response response = http.client().newCall(request.build()).execute()) {
            return new Got(response.code(), response.body().bytes(), response.headers());
        }
    }

    Got get(String path, String... headers) {
        try {
            return call("GET", path, "", headers);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    Got submit(String endpoint, String input, String... headers) {
        try {
            return call("POST", "/" + endpoint, input, headers);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** The accepted job's answer. */
    JsonNode accepted(String endpoint, String input, String... headers) {
        Got got = submit(endpoint, input, headers);
        if (got.status() != 200) {
            throw new AssertionError(got.status() + " " + got.text());
        }
        return got.json();
    }

    JsonNode status(JsonNode job) {
        return get(job.get("status_url").asText()).json();
    }

    Got result(JsonNode job) {
        return get(job.get("response_url").asText());
    }

    Got cancel(JsonNode job) throws IOException {
        return call("PUT", job.get("cancel_url").asText(), "");
    }

    /** Follows until COMPLETED and fetches the result. */
    Got finished(JsonNode job) {
        await(() -> is(job, "COMPLETED"));
        return result(job);
    }

    Got finished(String endpoint, String input, String... headers) {
        return finished(accepted(endpoint, input, headers));
    }

    boolean is(JsonNode job, String status) {
        return status(job).path("status").asText().equals(status);
    }

    /** Until the condition holds; gives up after half a minute. */
    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It did not happen within 30 seconds");
            }
            LockSupport.parkNanos(3_000_000);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
