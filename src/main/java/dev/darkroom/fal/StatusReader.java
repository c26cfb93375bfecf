package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.http.FailureKind;
import dev.darkroom.http.Json;
import dev.darkroom.http.RemoteException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the body of a status answer. Its HTTP code says nothing more: 200 and 202 are both seen for every status. */
final class StatusReader {
    private StatusReader() {}

    static FalStatus read(JsonNode body) {
        String word = Json.text(body, "status")
                .orElseThrow(() -> new RemoteException(
                        FalCalls.SERVICE,
                        200,
                        "malformed",
                        "fal.ai gave a status answer without a status.",
                        FailureKind.RETRYABLE,
                        null,
                        null));
        return switch (word) {
            case "IN_QUEUE" -> new FalStatus.InQueue(position(body.path("queue_position")));
            case "IN_PROGRESS" -> new FalStatus.InProgress(logs(body.path("logs")));
            case "COMPLETED" ->
                new FalStatus.Completed(
                        logs(body.path("logs")),
                        seconds(body.path("metrics").path("inference_time")),
                        error(body.path("error")),
                        Json.text(body, "error_type"));
            case "NOT_FOUND" -> new FalStatus.Gone(word);
            default -> new FalStatus.Unrecognised(word.length() <= 60 ? word : word.substring(0, 60) + "…");
        };
    }

    private static OptionalInt position(JsonNode node) {
        return node.canConvertToInt() && node.intValue() >= 0 ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }

    private static Optional<Duration> seconds(JsonNode node) {
        double seconds = node.asDouble(-1);
        return node.isNumber() && seconds >= 0 && seconds < 1e9
                ? Optional.of(Duration.ofNanos(Math.round(seconds * 1e9)))
                : Optional.empty();
    }

    private static Optional<String> error(JsonNode node) {
        boolean nothing = node.isMissingNode()
                || node.isNull()
                || (node.isTextual() && node.asText().isBlank());
        return nothing ? Optional.empty() : Optional.of(node.isTextual() ? node.asText() : node.toString());
    }

    private static List<FalLog> logs(JsonNode node) {
        List<FalLog> logs = new ArrayList<>();
        node.forEach(line -> logs.add(log(line)));
        return List.copyOf(logs);
    }

    /** Level and source stand beside the message, in the older shape under {@code labels}. */
    private static FalLog log(JsonNode line) {
        JsonNode labels = line.path("labels");
        return new FalLog(
                line.isTextual() ? line.asText() : line.path("message").asText(),
                Json.instant(line, "timestamp"),
                Json.text(line, "level").or(() -> Json.text(labels, "level")).orElse(""),
                Json.text(line, "source").or(() -> Json.text(labels, "source")).orElse(""));
    }
}
