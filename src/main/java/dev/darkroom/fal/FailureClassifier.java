package dev.darkroom.fal;

import dev.darkroom.http.RemoteFailureKind;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a failed job may be retried: by the answer's own headers, then fal's table of error types, then the status
 * code.
 */
final class FailureClassifier {
    private static final Set<String> RETRYABLE = Set.of(
            "internal_server_error",
            "generation_timeout",
            "downstream_service_error",
            "downstream_service_unavailable",
            "request_timeout",
            "startup_timeout",
            "runner_scheduling_failure",
            "runner_connection_timeout",
            "runner_disconnected",
            "runner_connection_refused",
            "runner_connection_error",
            "runner_incomplete_response",
            "runner_server_error",
            "internal_error",
            "client_disconnected",
            "concurrent_requests_limit");

    private FailureClassifier() {}

    static RemoteFailureKind kind(HttpAnswer answer, Optional<String> type) {
        // Our own start timeout has expired: fal does not retry it and neither do we.
        if (answer.header("X-Fal-Request-Timeout-Type")
                .filter("user"::equalsIgnoreCase)
                .isPresent()) {
            return RemoteFailureKind.FINAL;
        }
        boolean retryable = header(answer)
                .orElseGet(() -> type.filter(RETRYABLE::contains).isPresent() || byStatus(answer.status()));
        return retryable ? RemoteFailureKind.RETRYABLE : RemoteFailureKind.FINAL;
    }

    static RemoteFailureKind kind(int status, Optional<String> type) {
        return type.filter(RETRYABLE::contains).isPresent() || byStatus(status)
                ? RemoteFailureKind.RETRYABLE
                : RemoteFailureKind.FINAL;
    }

    /** The answer's own retry hint, from either of the two headers. */
    static Optional<Boolean> header(HttpAnswer answer) {
        return answer.header("X-Fal-Retryable")
                .or(() -> answer.header("X-Fal-Needs-Retry"))
                .map(value -> value.toLowerCase(Locale.ROOT))
                .flatMap(value -> switch (value) {
                    case "true", "1", "yes" -> Optional.of(true);
                    case "false", "0", "no" -> Optional.of(false);
                    default -> Optional.empty();
                });
    }

    private static boolean byStatus(int status) {
        return status >= 500 || status == 429 || status == 408;
    }
}
