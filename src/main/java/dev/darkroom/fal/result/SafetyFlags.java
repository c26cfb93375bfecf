package dev.darkroom.fal.result;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.fal.result.ResultFile.SafetyFlag;
import dev.darkroom.json.JsonMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The safety flags that one object of a result gives its files, in the forms models use: {@code has_nsfw_concepts} as a list
 * with one value per file, as a scalar for all of them, or as a list of another length, which leaves any files past its end
 * unknown.
 */
record SafetyFlags(List<SafetyFlag> values, boolean forAll) {
    private static final Set<String> NAMES = Set.of(
            "has_nsfw_concepts",
            "has_nsfw_concept",
            "has_nsfw_content",
            "has_nsfw",
            "nsfw_concepts",
            "nsfw_content_detected",
            "nsfw_detected",
            "nsfw_flagged",
            "nsfw",
            "is_nsfw",
            "content_filtered",
            "is_flagged",
            "flagged");
    private static final Set<String> FILTERED = Set.of("content_filtered", "content_filter");

    /** Empty when the object has no safety flags. */
    static Optional<SafetyFlags> of(JsonNode object) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (NAMES.contains(member.getKey().toLowerCase(Locale.ROOT))) {
                return Optional.of(read(member.getValue()));
            }
        }
        return JsonMapping.text(object, "finish_reason")
                .filter(reason -> FILTERED.contains(reason.toLowerCase(Locale.ROOT)))
                .map(_ -> new SafetyFlags(List.of(SafetyFlag.FLAGGED), true));
    }

    /** Returns the flag of the file with this zero-based index among the object's files. */
    SafetyFlag of(int index) {
        return forAll ? values.getFirst() : index < values.size() ? values.get(index) : SafetyFlag.UNKNOWN;
    }

    private static SafetyFlags read(JsonNode value) {
        if (!value.isArray()) {
            return new SafetyFlags(List.of(flag(value)), true);
        }
        List<SafetyFlag> values = new ArrayList<>();
        value.forEach(each -> values.add(flag(each)));
        return new SafetyFlags(List.copyOf(values), false);
    }

    private static SafetyFlag flag(JsonNode value) {
        return switch (value.asText().strip().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "nsfw" -> SafetyFlag.FLAGGED;
            case "false", "0", "no", "sfw", "safe" -> SafetyFlag.CLEAR;
            default -> SafetyFlag.UNKNOWN;
        };
    }
}
