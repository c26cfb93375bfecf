package dev.darkroom.fal.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.json.JsonTextSanitizer;
import dev.darkroom.message.CodedMessage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The size limits of an input, whatever the model: any input within them can be stored in the table, sent, and read again by
 * every client. The SQL API for other programs enforces the same limits with the same sentences, so change both together.
 */
final class InputBounds {
    /** In UTF-8 bytes, serialized without whitespace. fal recommends {@code data:} URLs for a few KB only. */
    static final int MAX_BYTES = 16 * 1024 * 1024;

    /** The nesting of objects and arrays: a field of the input itself is at level 1. */
    static final int MAX_DEPTH = 100;

    /** Before the decimal point, and likewise after it, in plain notation without an exponent; a double has 309 and 324. */
    static final int MAX_DIGITS = 300;

    static final CodedMessage TOO_LARGE = CodedMessage.of("input.too.large");
    static final CodedMessage TOO_DEEP = CodedMessage.of("input.too.deep");
    static final CodedMessage TOO_LONG_A_NUMBER = CodedMessage.of("input.too.long.a.number");
    static final CodedMessage BROKEN_TEXT = CodedMessage.of("input.broken.text");

    private InputBounds() {}

    private record Place(JsonNode node, int level) {}

    /** Returns the problems, one sentence each; empty when all limits are met. Iterates with an explicit stack. */
    static List<CodedMessage> problems(JsonNode input) {
        Set<CodedMessage> problems = new LinkedHashSet<>();
        Deque<Place> rest = new ArrayDeque<>(List.of(new Place(input, 0)));
        while (!rest.isEmpty()) {
            Place place = rest.pop();
            JsonNode node = place.node();
            if (place.level() > MAX_DEPTH) {
                return List.of(TOO_DEEP);
            }
            if (node.isNumber() && !isShort(node)) {
                problems.add(TOO_LONG_A_NUMBER);
            }
            if (node.isTextual() && !JsonTextSanitizer.isClean(node.textValue())) {
                problems.add(BROKEN_TEXT);
            }
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                if (!JsonTextSanitizer.isClean(member.getKey())) {
                    problems.add(BROKEN_TEXT);
                }
            }
            node.forEach(child -> rest.push(new Place(child, place.level() + 1)));
        }
        // A number with a huge exponent is short in JSON but must not be expanded.
        if (problems.isEmpty() && JsonMapping.write(input).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            problems.add(TOO_LARGE);
        }
        return List.copyOf(problems);
    }

    private static boolean isShort(JsonNode number) {
        if (!number.isBigDecimal() && number.isFloatingPointNumber()) {
            return Double.isFinite(number.doubleValue());
        }
        BigDecimal value = number.decimalValue();
        long before = value.signum() == 0 ? 1 : (long) value.precision() - value.scale();
        return before <= MAX_DIGITS && value.scale() <= MAX_DIGITS;
    }
}
