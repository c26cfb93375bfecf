package dev.darkroom.console.generations.details;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.darkroom.generation.TimelineEvent;
import dev.darkroom.generation.TimelineKind;
import dev.darkroom.generation.query.GenerationDetails;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.secret.SecretRedactor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reconstructs a generation's earlier inputs from the edits in its timeline, and compares two of them. Pure.
 *
 * <p>The timeline stores only the beginning of a long value, so such a value is shown truncated.
 */
final class InputComparison {
    private static final int MAX_PATHS = 1_000;

    private InputComparison() {}

    /**
     * An input that was replaced.
     *
     * @param at when it was replaced
     * @param actor who replaced it
     */
    record Earlier(Instant at, String actor, ObjectNode input) {}

    /** A path of either input with its values, empty where absent. */
    record Line(String path, Optional<String> before, Optional<String> now) {
        boolean changed() {
            return !before.equals(now);
        }
    }

    /** Returns the replaced inputs, latest first. */
    static List<Earlier> earlier(GenerationDetails details) {
        List<Earlier> found = new ArrayList<>();
        ObjectNode input = details.generation().input();
        for (TimelineEvent event : details.timeline().reversed()) {
            if (event.kind() == TimelineKind.EDITED) {
                input = before(input, event.data().path("changes"));
                found.add(new Earlier(event.at(), event.actor(), input));
            }
        }
        return found;
    }

    private static ObjectNode before(ObjectNode after, JsonNode changes) {
        ObjectNode before = after.deepCopy();
        changes.properties().forEach(change -> {
            JsonNode value = change.getValue().path(0);
            if (value.isTextual()) {
                before.set(change.getKey(), kept(value.textValue()));
            } else {
                before.remove(change.getKey());
            }
        });
        return before;
    }

    private static JsonNode kept(String json) {
        try {
            return JsonMapping.parse(json);
        } catch (IllegalArgumentException _) {
            return TextNode.valueOf(json); // too long to be stored whole
        }
    }

    /** Returns all paths of both inputs in order, changed or not. Secrets are redacted. */
    static List<Line> lines(JsonNode before, JsonNode now) {
        Map<String, String> left = new TreeMap<>();
        Map<String, String> right = new TreeMap<>();
        flatten("", "", before, left);
        flatten("", "", now, right);
        TreeMap<String, Line> lines = new TreeMap<>();
        left.forEach((path, value) ->
                lines.put(path, new Line(path, Optional.of(value), Optional.ofNullable(right.get(path)))));
        right.forEach((path, value) ->
                lines.computeIfAbsent(path, _ -> new Line(path, Optional.empty(), Optional.of(value))));
        return List.copyOf(lines.values());
    }

    /** @param name of the member that holds the node, also for the elements of an array: it may tell that they are secret */
    private static void flatten(String path, String name, JsonNode node, Map<String, String> into) {
        if (into.size() >= MAX_PATHS) {
            return;
        }
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(member -> flatten(
                            path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                            member.getKey(),
                            member.getValue(),
                            into));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path + "[" + i + "]", name, node.get(i), into);
            }
        } else if (!path.isEmpty()) {
            into.put(path, SecretRedactor.value(name, node.isTextual() ? node.textValue() : JsonMapping.write(node)));
        }
    }
}
