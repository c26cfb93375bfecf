package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.http.Json;
import dev.darkroom.http.RetryAfter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** A whole HTTP answer: status code, headers, body as text. */
record Answer(int status, Headers headers, String text) {
    boolean good() {
        return status >= 200 && status < 300;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The body as JSON, empty when it is something else. */
    Optional<JsonNode> json() {
        try {
            return Optional.of(Json.parse(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Nullable
    Duration retryAfter() {
        return RetryAfter.parse(headers.get("Retry-After"), InstantSource.system())
                .orElse(null);
    }
}
