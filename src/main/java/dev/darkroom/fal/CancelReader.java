package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.http.Json;
import java.util.Optional;

/** Reads the answer to a cancel: the word in the body first, else the code. Empty when it says nothing about the job. */
final class CancelReader {
    private CancelReader() {}

    static Optional<CancelAnswer> read(Answer answer) {
        Optional<JsonNode> body = answer.json();
        String word = body.flatMap(json -> Json.text(json, "status")).orElse("");
        return switch (word) {
            case "CANCELLATION_REQUESTED" -> Optional.of(CancelAnswer.REQUESTED);
            case "ALREADY_COMPLETED" -> Optional.of(CancelAnswer.ALREADY_COMPLETED);
            case "NOT_FOUND" -> Optional.of(CancelAnswer.NOT_FOUND);
            default ->
                byCode(
                        answer,
                        body.map(json -> json.path("success").asBoolean(true)).orElse(true));
        };
    }

    /** An older form of the answer is {@code {"success": bool}}; one that is false promises nothing. */
    private static Optional<CancelAnswer> byCode(Answer answer, boolean success) {
        return switch (answer.status()) {
            case 200, 204 -> Optional.of(success ? CancelAnswer.REMOVED : CancelAnswer.REQUESTED);
            case 404 -> Optional.of(CancelAnswer.NOT_FOUND);
            default -> answer.good() ? Optional.of(CancelAnswer.REQUESTED) : Optional.empty();
        };
    }
}
