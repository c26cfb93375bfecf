package dev.darkroom.fal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.http.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds the files that a result names. Where they stand differs per model ({@code images}, {@code video}, {@code audio_file}), so
 * every object with a {@code url} is taken, in the order of the document; the same address counts once, and an address that
 * the input named is only the input repeated.
 */
public final class ResultFiles {
    private final Set<String> seen = new HashSet<>();
    private final List<ResultFile> files = new ArrayList<>();

    private ResultFiles(JsonNode input) {
        remember(input);
    }

    public static List<ResultFile> of(JsonNode result, JsonNode input) {
        ResultFiles walk = new ResultFiles(input);
        walk.visit(result);
        return List.copyOf(walk.files);
    }

    private void remember(JsonNode node) {
        if (node.isTextual()) {
            seen.add(node.textValue());
        }
        node.forEach(this::remember);
    }

    private void visit(JsonNode node) {
        Json.text(node, "url")
                .map(String::strip)
                .filter(ResultFiles::opens)
                .filter(seen::add)
                .ifPresent(url -> {
                    Optional<String> type = type(node, url);
                    files.add(new ResultFile(
                            files.size() + 1,
                            url,
                            type,
                            ResultFileName.of(Json.text(node, "file_name"), url, type),
                            size(node.path("file_size")),
                            pixels(node.path("width")),
                            pixels(node.path("height")),
                            seconds(node.path("duration"))));
                });
        node.forEach(this::visit);
    }

    private static boolean opens(String url) {
        return url.regionMatches(true, 0, "http://", 0, 7)
                || url.regionMatches(true, 0, "https://", 0, 8)
                || url.regionMatches(true, 0, "data:", 0, 5);
    }

    /** As the model says, else as a {@code data:} address says; without parameters such as the charset. */
    private static Optional<String> type(JsonNode node, String url) {
        return Json.text(node, "content_type")
                .or(() -> DataUrl.parse(url).map(DataUrl::contentType))
                .map(type -> type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))
                .filter(type -> type.contains("/"));
    }

    private static OptionalLong size(JsonNode node) {
        return node.canConvertToLong() && node.longValue() >= 0
                ? OptionalLong.of(node.longValue())
                : OptionalLong.empty();
    }

    private static OptionalInt pixels(JsonNode node) {
        return node.canConvertToInt() && node.intValue() > 0 ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }

    private static OptionalDouble seconds(JsonNode node) {
        return node.isNumber() && node.doubleValue() >= 0
                ? OptionalDouble.of(node.doubleValue())
                : OptionalDouble.empty();
    }
}
