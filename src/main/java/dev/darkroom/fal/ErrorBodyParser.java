package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.fal.FalFailure.FailureClassifier;
import dev.darkroom.fal.FalHttp.HttpAnswer;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.json.JsonTextSanitizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The error in an answer, in any of its shapes: {@code detail} as a list (model), {@code detail} as text with
 * {@code error_type} (platform), {@code error} (Platform API), or no JSON at all. {@code signed} is true when the answer
 * carries a mark that only fal or the model sets, which rules out a passing fault of an intermediary.
 */
record ErrorBodyParser(Optional<String> type, String message, Optional<String> field, boolean json, boolean signed) {
    private static final int MAX_MESSAGE_LENGTH = 1_000;
    private static final int MAX_WORD_LENGTH = 200;

    static ErrorBodyParser of(HttpAnswer answer) {
        Optional<JsonNode> json = answer.json().filter(JsonNode::isObject);
        JsonNode body = json.orElseGet(JsonMapping.MAPPER::createObjectNode);
        List<JsonNode> details = details(body);
        Optional<String> type = JsonMapping.text(body, "error_type")
                .or(() -> answer.header("X-Fal-Error-Type"))
                .or(() -> details.stream()
                        .flatMap(d -> JsonMapping.text(d, "type").stream())
                        .findFirst())
                .map(word -> JsonTextSanitizer.clean(word, MAX_WORD_LENGTH));
        boolean signed = type.isPresent()
                || FailureClassifier.header(answer).isPresent()
                || answer.header("X-Fal-Billable-Units").isPresent();
        String message = details.isEmpty()
                ? plain(answer, body)
                : details.stream().map(ErrorBodyParser::sentence).collect(Collectors.joining("; "));
        Optional<String> field = details.stream().findFirst().flatMap(ErrorBodyParser::field);
        return new ErrorBodyParser(type, cut(message), field, json.isPresent(), signed);
    }

    private static List<JsonNode> details(JsonNode body) {
        JsonNode detail = body.path("detail");
        JsonNode error = body.path("error");
        List<JsonNode> details = new ArrayList<>();
        (detail.isObject() ? List.of(detail) : error.isObject() ? List.of(error) : detail).forEach(part -> {
            if (part.isObject()) {
                details.add(part);
            }
        });
        return details;
    }

    private static String sentence(JsonNode detail) {
        String text = JsonMapping.text(detail, "msg")
                .or(() -> JsonMapping.text(detail, "message"))
                .orElse("no message");
        return field(detail).map(field -> field + ": " + text).orElse(text);
    }

    /** {@code ["body","loras",0,"path"]} becomes {@code loras.0.path}. */
    private static Optional<String> field(JsonNode detail) {
        List<String> parts = new ArrayList<>();
        detail.path("loc").forEach(part -> parts.add(part.asText()));
        if (!parts.isEmpty() && List.of("body", "query", "path", "header").contains(parts.getFirst())) {
            parts.removeFirst();
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(JsonTextSanitizer.clean(String.join(".", parts), MAX_WORD_LENGTH));
    }

    private static String plain(HttpAnswer answer, JsonNode body) {
        return values(body.path("detail"))
                .or(() -> JsonMapping.text(body, "error"))
                .or(() -> JsonMapping.text(body, "message"))
                .or(() -> JsonMapping.text(body, "status"))
                .orElseGet(() -> readable(answer.text()));
    }

    /** Joins text and other scalar values, single or in a list. */
    private static Optional<String> values(JsonNode detail) {
        List<String> values = new ArrayList<>();
        (detail.isArray() ? detail : List.of(detail)).forEach(value -> {
            if (value.isValueNode() && !value.isNull()) {
                values.add(value.asText());
            }
        });
        return Optional.of(String.join("; ", values)).filter(text -> !text.isBlank());
    }

    /** Drops HTML pages, which mean nothing to a user. */
    private static String readable(String text) {
        String line = text.strip();
        return line.isEmpty() || line.startsWith("<") || line.startsWith("{") || line.startsWith("[") ? "" : line;
    }

    private static String cut(String text) {
        return JsonTextSanitizer.clean(text, MAX_MESSAGE_LENGTH);
    }
}
