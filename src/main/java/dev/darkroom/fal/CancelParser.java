package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import java.util.Optional;

/** Reads the answer to a cancel: the word in the body first, else the code. Empty when it says nothing about the job. */
final class CancelParser {
    private CancelParser() {}

    static Optional<CancelResult> read(HttpAnswer answer) {
        Optional<JsonNode> body = answer.json();
        String word = body.flatMap(json -> JsonMapping.text(json, "status")).orElse("");
        return switch (word) {
            case "CANCELLATION_REQUESTED" -> Optional.of(CancelResult.REQUESTED);
            case "ALREADY_COMPLETED" -> Optional.of(CancelResult.ALREADY_COMPLETED);
            case "NOT_FOUND" -> Optional.of(CancelResult.NOT_FOUND);
            default ->
                byCode(
                        answer,
                        body.map(json -> json.path("success").asBoolean(true)).orElse(true));
        };
    }

    /** An older form of the answer is {@code {"success": bool}}; one that is false promises nothing. */
    private static Optional<CancelResult> byCode(HttpAnswer answer, boolean success) {
        return switch (answer.status()) {
            case 200, 204 -> Optional.of(success ? CancelResult.REMOVED : CancelResult.REQUESTED);
            case 404 -> Optional.of(CancelResult.NOT_FOUND);
            default -> answer.good() ? Optional.of(CancelResult.REQUESTED) : Optional.empty();
        };
    }
}
