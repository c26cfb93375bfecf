package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.http.RetryAfterHeader;
import dev.darkroom.json.JsonMapping;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** A complete HTTP answer: status code, headers, and the body bytes as received. */
final class HttpAnswer {
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
