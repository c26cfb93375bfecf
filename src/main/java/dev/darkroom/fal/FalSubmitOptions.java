package dev.darkroom.fal;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Options of the queue in addition to the model's input. {@code startWithin}: the job fails (504) unless it starts running
 * within this time; without it fal waits forever. {@code keepFiles}: how long fal keeps the result files; without it the
 * account setting applies. The input always stays in fal's history, because that is the only way to find a job whose answer was
 * lost.
 */
public record FalSubmitOptions(
        Priority priority, Optional<Duration> startWithin, Optional<Duration> keepFiles, boolean serverRetries) {
    public enum Priority {
        NORMAL,
        LOW
    }

    public static final FalSubmitOptions DEFAULT =
            new FalSubmitOptions(Priority.NORMAL, Optional.empty(), Optional.empty(), true);

    public FalSubmitOptions {
        if (startWithin
                .filter(limit -> limit.compareTo(Duration.ofSeconds(1)) <= 0)
                .isPresent()) {
            throw new IllegalArgumentException("The time a job may wait for its start must be more than one second.");
        }
        if (keepFiles
                .filter(limit -> limit.compareTo(Duration.ofSeconds(1)) < 0)
                .isPresent()) {
            throw new IllegalArgumentException("The time fal keeps files must be at least one second.");
        }
    }

    /** The options as queue headers. The lifecycle header only ever sets a shorter expiry. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Fal-Queue-Priority", priority.name().toLowerCase(Locale.ROOT));
        startWithin.ifPresent(limit -> headers.put("X-Fal-Request-Timeout", seconds(limit)));
        keepFiles.ifPresent(limit -> headers.put(
                "X-Fal-Object-Lifecycle-Preference", "{\"expiration_duration_seconds\":" + limit.toSeconds() + "}"));
        if (!serverRetries) {
            headers.put("X-Fal-No-Retry", "1");
        }
        return headers;
    }

    private static String seconds(Duration limit) {
        return BigDecimal.valueOf(limit.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
