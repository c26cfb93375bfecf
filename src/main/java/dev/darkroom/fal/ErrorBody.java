package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.http.Json;
import dev.darkroom.http.TextSanitizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The error in an answer, whichever of its shapes it has: {@code detail} as a list (model), as a text with {@code error_type}
 * (platform), {@code error} (Platform API), or no JSON at all. {@code signed}: it bears a mark that only fal or the model sets, so
 * it is not a passing fault of something on the way.
 */
record ErrorBody(Optional<String> type, String message, Optional<String> field, boolean json, boolean signed) {
    private static final int LONGEST_MESSAGE = 1_000;
    private static final int LONGEST_WORD = 200;

    static ErrorBody of(Answer answer) {
        Optional<JsonNode> json = answer.json().filter(JsonNode::isObject);
        JsonNode body = json.orElseGet(Json.MAPPER::createObjectNode);
        List<JsonNode> details = details(body);
        Optional<String> type = Json.text(body, "error_type")
                .or(() -> answer.header("X-Fal-Error-Type"))
                .or(() -> details.stream()
                        .flatMap(d -> Json.text(d, "type").stream())
                        .findFirst())
                .map(word -> TextSanitizer.clean(word, LONGEST_WORD));
        boolean signed = type.isPresent() || Retryable.header(answer).isPresent();
        String message = details.isEmpty()
                ? plain(answer, body)
                : details.stream().map(ErrorBody::sentence).collect(Collectors.joining("; "));
        Optional<String> field = details.stream().findFirst().flatMap(ErrorBody::field);
        return new ErrorBody(type, cut(message), field, json.isPresent(), signed);
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
        String text =
                Json.text(detail, "msg").or(() -> Json.text(detail, "message")).orElse("no message");
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
                : Optional.of(TextSanitizer.clean(String.join(".", parts), LONGEST_WORD));
    }

    private static String plain(Answer answer, JsonNode body) {
        return Json.text(body, "detail")
                .or(() -> Json.text(body, "error"))
                .or(() -> Json.text(body, "message"))
                .or(() -> Json.text(body, "status"))
                .orElseGet(() -> readable(answer.text()));
    }

    /** A page of HTML says nothing to a person. */
    private static String readable(String text) {
        String line = text.strip();
        return line.isEmpty() || line.startsWith("<") || line.startsWith("{") || line.startsWith("[") ? "" : line;
    }

    private static String cut(String text) {
        return TextSanitizer.clean(text, LONGEST_MESSAGE);
    }
}
