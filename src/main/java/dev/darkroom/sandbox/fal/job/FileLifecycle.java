package dev.darkroom.sandbox.fal.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.http.SandboxCall;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long files live, in seconds, and the access without a key: {@code allow}, {@code forbid} or {@code hide}. Null = the
 * account's default.
 */
public record FileLifecycle(
        @Nullable Long seconds, boolean forEver, @Nullable String access) {
    private static final double MAX_SECONDS = 1e10; // three centuries, which every date type can represent

    static final FileLifecycle DEFAULT = new FileLifecycle(null, false, null);

    /** Parses the JSON of a header; anything unreadable counts as absent. A duration of null or 0 is for ever. */
    public static FileLifecycle of(SandboxCall call, String header) {
        return call.header(header).map(FileLifecycle::parse).orElse(DEFAULT);
    }

    private static FileLifecycle parse(String header) {
        try {
            JsonNode preference = JsonMapping.parse(header);
            JsonNode seconds = preference.path("expiration_duration_seconds");
            JsonNode access = preference.path("initial_acl").path("default");
            return new FileLifecycle(
                    seconds.isNumber() ? (long) Math.clamp(seconds.doubleValue(), 0, MAX_SECONDS) : null,
                    seconds.isNull() || seconds.isNumber() && seconds.doubleValue() == 0,
                    access.isTextual() ? access.textValue() : null);
        } catch (IllegalArgumentException _) {
            return DEFAULT;
        }
    }

    @Nullable
    public Instant end(Instant from, Duration usual) {
        if (forEver) {
            return null;
        }
        return from.plus(seconds == null ? usual : Duration.ofSeconds(seconds));
    }

    public String reach() {
        return access == null ? "allow" : access;
    }
}
