package dev.darkroom.fal;

import dev.darkroom.json.TextSanitizer;
import dev.darkroom.secret.SecretRedactor;

/** What a user is told about a failed job: one sentence, what to change first. */
final class FailureSentence {
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
            case "feature_not_supported" -> "The model does not support this combination of inputs." + detail(error);
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
