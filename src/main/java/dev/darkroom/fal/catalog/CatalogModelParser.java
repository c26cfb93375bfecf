package dev.darkroom.fal.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads one model of the catalog, reporting errors in a sentence. */
final class CatalogModelParser {
    private static final Set<String> MEMBERS = Set.of(
            "id",
            "name",
            "kind",
            "credits",
            "creditUnit",
            "usd",
            "usdUnit",
            "prompt",
            "usualSeconds",
            "choices",
            "ranges",
            "input");

    private final String place;
    private final JsonNode entry;

    private CatalogModelParser(String source, int number, JsonNode entry) {
        this.place = source + ", model " + number
                + JsonMapping.text(entry, "id").map(id -> " (" + id + ")").orElse("");
        this.entry = entry;
    }

    static CatalogModel read(String source, int number, JsonNode entry) {
        return new CatalogModelParser(source, number, entry).model();
    }

    private CatalogModel model() {
        require(entry.isObject(), "it must be an object in braces");
        entry.fieldNames()
                .forEachRemaining(name -> require(
                        MEMBERS.contains(name),
                        "\"" + name + "\" is not known; use "
                                + String.join(", ", MEMBERS.stream().sorted().toList())));
        return new CatalogModel(
                id(),
                text("name"),
                word("kind", MediaKind.class),
                (int) number(
                                "credits",
                                node -> node.canConvertToInt() && node.isIntegralNumber() && node.intValue() > 0,
                                "a whole number above 0")
                        .longValue(),
                word("creditUnit", CatalogModel.CreditUnit.class),
                number("usd", node -> node.decimalValue().signum() >= 0, "a number from 0")
                        .decimalValue(),
                text("usdUnit"),
                text("prompt"),
                Duration.ofSeconds(number(
                                "usualSeconds",
                                node -> node.canConvertToInt() && node.intValue() > 0,
                                "a number above 0")
                        .longValue()),
                choices(),
                ranges(),
                input());
    }

    private String id() {
        try {
            return new EndpointId(text("id")).path();
        } catch (IllegalArgumentException exception) {
            throw new IllegalArgumentException(place + ": " + exception.getMessage(), exception);
        }
    }

    private String text(String name) {
        return JsonMapping.text(entry, name).orElseThrow(() -> wrong("\"" + name + "\" must be a text"));
    }

    private <E extends Enum<E>> E word(String name, Class<E> type) {
        String wanted = text(name).replace(' ', '_');
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> wrong("\"" + name + "\" must be one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(value ->
                                        value.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                                .collect(Collectors.joining(", "))));
    }

    private JsonNode number(String name, Predicate<JsonNode> good, String what) {
        JsonNode node = entry.path(name);
        require(node.isNumber() && good.test(node), "\"" + name + "\" must be " + what);
        return node;
    }

    private Map<String, List<String>> choices() {
        Map<String, List<String>> choices = new LinkedHashMap<>();
        entry.path("choices").properties().forEach(member -> {
            List<String> words = new ArrayList<>();
            member.getValue().forEach(word -> words.add(word.asText()));
            require(!words.isEmpty(), "\"choices\" of " + member.getKey() + " must be a list of texts");
            choices.put(member.getKey(), List.copyOf(words));
        });
        return Collections.unmodifiableMap(choices);
    }

    private Map<String, CatalogModel.Range> ranges() {
        Map<String, CatalogModel.Range> ranges = new LinkedHashMap<>();
        entry.path("ranges").properties().forEach(member -> {
            JsonNode ends = member.getValue();
            require(
                    ends.size() == 2
                            && ends.path(0).canConvertToLong()
                            && ends.path(1).canConvertToLong()
                            && ends.path(0).longValue() <= ends.path(1).longValue(),
                    "\"ranges\" of " + member.getKey() + " must be [least, most]");
            ranges.put(
                    member.getKey(),
                    new CatalogModel.Range(
                            ends.path(0).longValue(), ends.path(1).longValue()));
        });
        return Collections.unmodifiableMap(ranges);
    }

    private ObjectNode input() {
        require(entry.path("input").isObject(), "\"input\" must be an object, {} when the model needs no defaults");
        return (ObjectNode) entry.path("input");
    }

    private void require(boolean right, String sentence) {
        if (!right) {
            throw wrong(sentence);
        }
    }

    private IllegalArgumentException wrong(String sentence) {
        return new IllegalArgumentException(place + ": " + sentence + ".");
    }
}
