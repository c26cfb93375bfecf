package dev.darkroom.fal;

import dev.darkroom.fal.FalHttp.HttpAnswer;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.json.JsonTextSanitizer;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Why a job failed, as reported by its result. {@code kind} RETRYABLE means that a new job with the same input may succeed.
 * {@code type} is fal's own error type, or {@code http_422} and the like. {@code message} is fal's text, {@code field} the
 * input field concerned ({@code prompt}, {@code loras.0.path}), and {@code sentence} is for the user. {@code raw} is the body
 * without secrets and without characters that a text column rejects, cut at {@value #RAW_LIMIT} characters.
 */
public record FalFailure(
        RemoteFailureKind kind,
        String type,
        int httpStatus,
        String message,
        Optional<String> field,
        CodedMessage sentence,
        String raw) {
    static final int RAW_LIMIT = 8_000;

    static FalFailure of(HttpAnswer answer, ErrorBodyParser error) {
        String type = error.type().orElse("http_" + answer.status());
        return new FalFailure(
                FailureClassifier.kind(answer, error.type()),
                type,
                answer.status(),
                SecretRedactor.text(error.message()),
                error.field(),
                FailureSentence.of(type, answer.status(), error),
                bounded(SecretRedactor.text(answer.text())));
    }

    /** The failure named by a status, for a job whose result is unavailable. Empty when the status named none. */
    public static Optional<FalFailure> of(FalStatus.Completed status) {
        if (status.error().isEmpty() && status.errorType().isEmpty()) {
            return Optional.empty();
        }
        String message = SecretRedactor.text(status.error().orElse(""));
        String type = status.errorType().orElse("unknown_error");
        ErrorBodyParser error = new ErrorBodyParser(status.errorType(), message, Optional.empty(), true, true);
        return Optional.of(new FalFailure(
                FailureClassifier.kind(0, status.errorType()),
                type,
                0,
                message,
                Optional.empty(),
                FailureSentence.of(type, 0, error),
                bounded(message)));
    }

    private static String bounded(String text) {
        return JsonTextSanitizer.clean(text, RAW_LIMIT);
    }

    /** Omits fal's full text: it repeats the input, which must not be logged. */
    @Override
    public String toString() {
        return "FalFailure[" + kind + ", " + type + ", " + httpStatus + ", " + sentence + "]";
    }

    /** Whether the job ended because it was cancelled. */
    public boolean cancelled() {
        return type.equals("client_cancelled");
    }

    /** Builds the user's message for a failed job: a single sentence that starts with what to change. */
    private static final class FailureSentence {
        private static final int MAX_DETAIL_LENGTH = 200;

        private FailureSentence() {}

        static CodedMessage of(String type, int status, ErrorBodyParser error) {
            return switch (type) {
                case "content_policy_violation",
                        "no_media_generated",
                        "face_detection_error",
                        "client_cancelled",
                        "client_disconnected",
                        "generation_timeout",
                        "concurrent_requests_limit" -> CodedMessage.of("job." + type);
                case "image_load_error", "file_download_error" -> CodedMessage.of("job.file_download_error");
                case "request_timeout", "startup_timeout" -> CodedMessage.of("job.startup_timeout");
                case "missing", "value_error.missing" ->
                    error.field()
                            .map(field -> CodedMessage.of("job.missing", field))
                            .orElse(CodedMessage.of("job.missing.member"));
                default -> CodedMessage.sentences(byStatus(type, status, error), detail(error));
            };
        }

        private static CodedMessage byStatus(String type, int status, ErrorBodyParser error) {
            if (type.equals("feature_not_supported")) {
                return CodedMessage.of("job.feature_not_supported");
            }
            if (status == 422 || status == 400) {
                return CodedMessage.of(error.field().isPresent() ? "job.input" : "job.refused");
            }
            boolean broke = status >= 500 || type.startsWith("runner_") || type.startsWith("internal_");
            return CodedMessage.of(broke ? "job.broke" : "job.failed", type);
        }

        private static CodedMessage detail(ErrorBodyParser error) {
            String shown = JsonTextSanitizer.clean(SecretRedactor.text(error.message()), MAX_DETAIL_LENGTH);
            return CodedMessage.quoted(shown.isEmpty() || shown.matches("(?s).*[.!?\u2026]") ? shown : shown + ".");
        }
    }

    /**
     * Decides whether a failed job may be retried: by the answer's own headers, then fal's table of error types, then the
     * status code.
     */
    static final class FailureClassifier {
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
}
