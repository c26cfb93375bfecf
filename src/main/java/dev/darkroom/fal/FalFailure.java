package dev.darkroom.fal;

import dev.darkroom.http.FailureKind;
import dev.darkroom.json.TextSanitizer;
import dev.darkroom.secret.SecretRedactor;
import java.util.Optional;

/**
 * Why a job failed, as told by its result. {@code kind}: RETRYABLE = a new job with the same input may succeed. {@code type} is
 * fal's own word or {@code http_422} and the like. {@code message} is fal's text, {@code field} the input it is about
 * ({@code prompt}, {@code loras.0.path}), {@code sentence} is for the user. {@code raw} is the body without secrets and without what a text column refuses, cut at
 * {@value #RAW_LIMIT} characters.
 */
public record FalFailure(
        FailureKind kind,
        String type,
        int httpStatus,
        String message,
        Optional<String> field,
        String sentence,
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

    /** The failure that a status named, for a job whose result then told nothing. Empty when the status named none. */
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
        return TextSanitizer.clean(text, RAW_LIMIT);
    }

    public boolean retryable() {
        return kind == FailureKind.RETRYABLE;
    }

    /** Without what fal said in full: it repeats the input, which no log line may show. */
    @Override
    public String toString() {
        return "FalFailure[" + kind + ", " + type + ", " + httpStatus + ", " + sentence + "]";
    }

    /** The job ended because it was cancelled. */
    public boolean cancelled() {
        return type.equals("client_cancelled");
    }

    /** What a user is told about a failed job: one sentence, what to change first. */
    private static final class FailureSentence {
        private static final int LONGEST = 200;

        private FailureSentence() {}

        static String of(String type, int status, ErrorBodyParser error) {
            return switch (type) {
                case "content_policy_violation" ->
                    "The model refused the prompt: it breaks the content policy. Change the prompt.";
                case "no_media_generated" -> "The model made nothing from this prompt. Change the prompt.";
                case "image_load_error", "file_download_error" ->
                    "The model could not load a file of the input. Check its address.";
                case "face_detection_error" -> "The model found no face in the picture. Use another picture.";
                case "feature_not_supported" ->
                    "The model does not support this combination of inputs." + detail(error);
                case "missing", "value_error.missing" ->
                    "The input lacks \"" + error.field().orElse("a member") + "\".";
                case "client_cancelled" -> "The job was cancelled.";
                case "client_disconnected" -> "The job was dropped before it finished.";
                case "request_timeout", "startup_timeout" -> "The model did not start in time.";
                case "generation_timeout" -> "The model did not finish in time.";
                case "concurrent_requests_limit" -> "Too many jobs run at once on this fal account.";
                default -> byStatus(type, status, error);
            };
        }

        private static String byStatus(String type, int status, ErrorBodyParser error) {
            if (status == 422 || status == 400) {
                return error.field().isPresent()
                        ? "The model refused the input." + detail(error)
                        : "The model refused the job." + detail(error);
            }
            if (status >= 500 || type.startsWith("runner_") || type.startsWith("internal_")) {
                return "The model broke down at fal.ai (" + type + ")." + detail(error);
            }
            return "The job failed at fal.ai (" + type + ")." + detail(error);
        }

        private static String detail(ErrorBodyParser error) {
            String shown = TextSanitizer.clean(SecretRedactor.text(error.message()), LONGEST);
            return shown.isEmpty() ? "" : " " + shown + (shown.matches("(?s).*[.!?…]") ? "" : ".");
        }
    }
}
