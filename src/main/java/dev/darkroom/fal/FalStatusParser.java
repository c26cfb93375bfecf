package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.http.RemoteException;
import dev.darkroom.http.RemoteException.RemoteFailureKind;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.json.JsonTextSanitizer;
import dev.darkroom.message.CodedMessage;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the body of a status answer. The HTTP code adds nothing: both 200 and 202 occur for every status. */
final class FalStatusParser {
    private static final int MAX_WORD_LENGTH = 60;
    private static final int MAX_ERROR_LENGTH = 1_000;

    private FalStatusParser() {}

    static FalStatus read(JsonNode body) {
        String word = JsonMapping.text(body, "status")
                .orElseThrow(() -> new RemoteException(
                        FalHttp.SERVICE,
                        200,
                        "malformed",
                        CodedMessage.of("fal.no.status"),
                        RemoteFailureKind.RETRYABLE));
        return switch (canonical(word)) {
            case "IN_QUEUE" -> new FalStatus.InQueue(position(body.path("queue_position")));
            case "IN_PROGRESS" -> new FalStatus.InProgress();
            case "COMPLETED" -> completed(error(body.path("error")), JsonMapping.text(body, "error_type"));
            case "FAILED", "ERROR" -> ended(body, word, "job_failed");
            case "CANCELLED", "CANCELED" -> ended(body, word, "client_cancelled");
            case "NOT_FOUND" -> new FalStatus.Gone(word);
            default -> new FalStatus.Unrecognised(JsonTextSanitizer.clean(word, MAX_WORD_LENGTH));
        };
    }

    private static String canonical(String word) {
        return word.strip().toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    }

    /** Reads a status outside the protocol that can only mean an end, as if fal had reported COMPLETED with an error. */
    private static FalStatus ended(JsonNode body, String word, String type) {
        Optional<String> error = error(body.path("error"))
                .or(() -> error(body.path("detail")))
                .or(() -> error(body.path("message")))
                .or(() -> Optional.of("Its status is " + JsonTextSanitizer.clean(word, MAX_WORD_LENGTH) + "."));
        return completed(error, JsonMapping.text(body, "error_type").or(() -> Optional.of(type)));
    }

    private static FalStatus completed(Optional<String> error, Optional<String> type) {
        return new FalStatus.Completed(error, type.map(word -> JsonTextSanitizer.clean(word, MAX_WORD_LENGTH)));
    }

    private static OptionalInt position(JsonNode node) {
        if (node.isTextual() && node.textValue().strip().matches("\\d{1,9}")) {
            return OptionalInt.of(Integer.parseInt(node.textValue().strip()));
        }
        return node.canConvertToInt() && node.intValue() >= 0 ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }

    private static Optional<String> error(JsonNode node) {
        boolean nothing = node.isMissingNode()
                || node.isNull()
                || (node.isTextual() && node.asText().isBlank());
        return nothing ? Optional.empty() : Optional.of(JsonTextSanitizer.clean(words(node), MAX_ERROR_LENGTH));
    }

    private static String words(JsonNode node) {
        return node.isContainerNode() ? JsonMapping.write(node) : node.asText();
    }
}
