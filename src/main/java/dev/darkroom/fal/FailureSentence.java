package dev.darkroom.fal;

import dev.darkroom.json.TextSanitizer;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.secret.SecretRedactor;

/** What a user is told about a failed job: one sentence, what to change first. */
final class FailureSentence {
    private static final int LONGEST = 200;

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
        String shown = TextSanitizer.clean(SecretRedactor.text(error.message()), LONGEST);
        return CodedMessage.quoted(shown.isEmpty() || shown.matches("(?s).*[.!?\u2026]") ? shown : shown + ".");
    }
}
