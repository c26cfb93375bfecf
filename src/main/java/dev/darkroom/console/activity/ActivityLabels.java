package dev.darkroom.console.activity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.activity.ActivityEntry;
import dev.darkroom.activity.ActivityRecord;
import dev.darkroom.console.kit.text.MessageTexts;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.console.kit.theme.SemanticColor;
import dev.darkroom.generation.action.OperatorAction;
import dev.darkroom.json.JsonMapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.materialdesign2.MaterialDesignC;
import org.kordamp.ikonli.materialdesign2.MaterialDesignD;
import org.kordamp.ikonli.materialdesign2.MaterialDesignP;

/** Labels for actions, their changes and their outcomes. */
final class ActivityLabels {
    private static final MessageTexts TEXTS = MessageTexts.of("activity");

    /** Display order of facts, most important first; facts not listed here follow. */
    private static final List<String> ORDER =
            List.of("status", "stage", "hold", "balance", "credits", "refunded", "charge", "attempt", "priority");

    private ActivityLabels() {}

    /** An action unknown to this version keeps its own word. */
    static String action(ActivityEntry entry) {
        String name = TEXTS.find("action." + entry.action()).orElseGet(() -> readable(entry.action()));
        return entry.isBulk() ? TEXTS.get("action.bulk", name) : name;
    }

    private static String readable(String word) {
        String words = word.toLowerCase(Locale.ROOT).replace('_', ' ');
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    static String outcome(ActivityEntry entry) {
        return entry.counts()
                .map(counts -> counts(counts, OperatorAction.valueOf(entry.action())))
                .orElseGet(() -> MessageTexts.sentence(entry.outcome()));
    }

    static String counts(ActivityEntry.BulkCounts counts, OperatorAction action) {
        List<String> parts = new ArrayList<>();
        part(parts, "open", counts.open());
        part(parts, doneKey(action), counts.done());
        part(parts, "skipped", counts.skipped());
        part(parts, "failed", counts.failed());
        if (parts.isEmpty()) {
            parts.add(TEXTS.get("counts.none"));
        }
        if (counts.spent() > 0) {
            parts.add(TEXTS.get("counts.spent", ValueFormats.number(counts.spent())));
        }
        return String.join(", ", parts);
    }

    /** The outcome of a generation that continues is still open when the action on it is done. */
    static String doneKey(OperatorAction action) {
        return action.continuesGenerations() ? "started" : "done";
    }

    private static void part(List<String> parts, String key, long count) {
        if (count > 0) {
            parts.add(TEXTS.get("counts." + key, ValueFormats.number(count)));
        }
    }

    static String result(ActivityRecord.Result result) {
        return TEXTS.get("result." + result);
    }

    static Ikon icon(ActivityRecord.Result result) {
        return switch (result) {
            case DONE -> MaterialDesignC.CHECK;
            case SKIPPED -> MaterialDesignD.DEBUG_STEP_OVER;
            case FAILED -> MaterialDesignC.CLOSE_CIRCLE_OUTLINE;
            case RUNNING -> MaterialDesignP.PROGRESS_CLOCK;
        };
    }

    /** Success is grey. */
    static SemanticColor tone(ActivityRecord.Result result) {
        return switch (result) {
            case DONE -> SemanticColor.NEUTRAL;
            case SKIPPED -> SemanticColor.AMBER;
            case FAILED -> SemanticColor.RED;
            case RUNNING -> SemanticColor.BLUE;
        };
    }

    /** One fact before and after the action. */
    record FactChange(String name, String before, String after) {}

    /** Only the facts that differ, listing input members separately. */
    static List<FactChange> changes(ActivityEntry entry) {
        Map<String, JsonNode> before = flat(entry.before());
        Map<String, JsonNode> after = flat(entry.after());
        Map<String, JsonNode> all = new LinkedHashMap<>(before);
        after.forEach(all::putIfAbsent);
        return all.keySet().stream()
                .filter(fact -> !fact.equals("epoch"))
                .sorted(Comparator.comparingInt(fact -> ORDER.contains(fact) ? ORDER.indexOf(fact) : ORDER.size()))
                .filter(fact -> !JsonMapping.same(node(before, fact), node(after, fact)))
                .map(fact -> new FactChange(name(fact), value(node(before, fact)), value(node(after, fact))))
                .toList();
    }

    /** Returns the changes in one line, with credits as a signed difference. */
    static String change(ActivityEntry entry) {
        JsonNode before = entry.before().path("balance");
        JsonNode after = entry.after().path("balance");
        if (before.isIntegralNumber() && after.isIntegralNumber()) {
            return TEXTS.get("change.credits", ValueFormats.signed(after.asLong() - before.asLong()));
        }
        if (entry.action().endsWith("MARK")) {
            return ""; // the outcome states the change
        }
        return changes(entry).stream()
                .map(change -> change.name() + ": "
                        + (change.before().isEmpty() ? "" : change.before() + " ")
                        + (change.after().isEmpty() ? "\u2192 \u2212" : "\u2192 " + change.after()))
                .collect(Collectors.joining(", "));
    }

    private static Map<String, JsonNode> flat(JsonNode facts) {
        Map<String, JsonNode> flat = new LinkedHashMap<>();
        facts.properties().forEach(fact -> {
            if (fact.getValue().isObject()) {
                fact.getValue()
                        .properties()
                        .forEach(member -> flat.put(fact.getKey() + "." + member.getKey(), member.getValue()));
            } else {
                flat.put(fact.getKey(), fact.getValue());
            }
        });
        return flat;
    }

    private static JsonNode node(Map<String, JsonNode> facts, String name) {
        JsonNode found = facts.get(name);
        return found == null ? JsonMapping.MAPPER.nullNode() : found;
    }

    private static String name(String fact) {
        return TEXTS.find("fact." + fact)
                .orElseGet(() -> fact.startsWith("input.") ? fact.substring("input.".length()) : readable(fact));
    }

    private static String value(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        String text = value.isTextual() ? value.textValue() : JsonMapping.write(value);
        return TEXTS.find("value." + text).orElse(text);
    }
}
