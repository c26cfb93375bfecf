package dev.darkroom.sandbox.storage.reply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.darkroom.sandbox.http.SandboxReply;
import dev.darkroom.sandbox.http.SandboxReply.SandboxRefusal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The subset of JSON Schema that the server's routes use, with the behaviour of its validator: harmless type coercion, only
 * the first violation is reported, unknown members are allowed.
 */
@FunctionalInterface
public interface JsonSchemaCheck {
    JsonSchemaCheck TEXT = oneOf();

    JsonSchemaCheck FLAG = (where, value) -> switch (value.isContainerNode() ? "" : value.asText()) {
        case "true", "1" -> BooleanNode.TRUE;
        case "false", "0", "null" -> BooleanNode.FALSE;
        default -> throw refusal(where, "be boolean");
    };

    /** A size: bytes if the value can be read as such, otherwise text, which may have a unit. */
    JsonSchemaCheck SIZE = (where, value) -> {
        if (value.isNull()) {
            return value;
        }
        if (value.isContainerNode()) {
            throw StorageError.SCHEMA.refusal(where + " must be integer, " + where + " must be string, " + where
                    + " must match a schema in anyOf");
        }
        return number(value)
                .filter(bytes -> isWhole(bytes) && bytes.signum() >= 0)
                .map(JsonSchemaCheck::node)
                .orElseGet(() -> TextNode.valueOf(value.asText()));
    };

    /** Returns the coerced value to use. */
    JsonNode check(String where, JsonNode value);

    private static SandboxRefusal refusal(String where, String what) {
        return StorageError.SCHEMA.refusal(where + " must " + what);
    }

    /** Accepts any text when no value is given. */
    private static JsonSchemaCheck oneOf(String... allowed) {
        return (where, value) -> {
            if (value.isContainerNode()) {
                throw refusal(where, "be string");
            }
            String text = value.isNull() ? "" : value.asText();
            if (allowed.length > 0 && !List.of(allowed).contains(text)) {
                throw refusal(where, "be equal to one of the allowed values");
            }
            return TextNode.valueOf(text);
        };
    }

    private static JsonSchemaCheck whole(long minimum, long maximum) {
        return (where, value) -> {
            BigDecimal number =
                    number(value).filter(JsonSchemaCheck::isWhole).orElseThrow(() -> refusal(where, "be integer"));
            if (number.compareTo(BigDecimal.valueOf(minimum)) < 0) {
                throw refusal(where, "be >= " + minimum);
            }
            if (maximum < Long.MAX_VALUE && number.compareTo(BigDecimal.valueOf(maximum)) > 0) {
                throw refusal(where, "be <= " + maximum);
            }
            return node(number);
        };
    }

    private static Optional<BigDecimal> number(JsonNode value) {
        if (value.isNull() || value.isBoolean()) {
            return Optional.of(value.asBoolean() ? BigDecimal.ONE : BigDecimal.ZERO);
        }
        try {
            return value.isContainerNode()
                    ? Optional.empty()
                    : Optional.of(new BigDecimal(value.asText().strip()));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static boolean isWhole(BigDecimal number) {
        return number.stripTrailingZeros().scale() <= 0;
    }

    private static JsonNode node(BigDecimal whole) {
        return LongNode.valueOf(whole.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
    }

    /** Accepts strings; a single one counts as a list of one. */
    static JsonSchemaCheck texts(int min, int max) {
        return (where, value) -> {
            if (value.isObject()) {
                throw refusal(where, "be array");
            }
            ArrayNode list = value instanceof ArrayNode array
                    ? array
                    : SandboxReply.array().add(value);
            if (list.size() < min) {
                throw refusal(where, "NOT have fewer than " + min + " items");
            }
            if (list.size() > max) {
                throw refusal(where, "NOT have more than " + max + " items");
            }
            ArrayNode checked = SandboxReply.array();
            for (int i = 0; i < list.size(); i++) {
                checked.add(TEXT.check(where + "/" + i, list.get(i)));
            }
            return checked;
        };
    }

    static JsonSchemaCheck orNull(JsonSchemaCheck schema) {
        return (where, value) -> value.isNull() ? value : schema.check(where, value);
    }

    /**
     * Builds the schema of an object from members separated by spaces: {@code name:text}, {@code flag}, {@code size},
     * {@code object}, {@code list} (of texts), {@code 1..} or {@code 1..9} (an integer with that minimum, or in that range) or
     * {@code asc|desc}; {@code !} marks a member as required.
     */
    static ObjectSchema object(String text) {
        Map<String, JsonSchemaCheck> members = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (String member : text.split(" ")) {
            String[] parts = member.split("!?:");
            members.put(parts[0], parse(parts[1]));
            if (member.contains("!:")) {
                required.add(parts[0]);
            }
        }
        return new ObjectSchema(members, required, List.of());
    }

    private static JsonSchemaCheck parse(String type) {
        return switch (type) {
            case "text" -> TEXT;
            case "flag" -> FLAG;
            case "size" -> SIZE;
            case "object" -> new ObjectSchema(Map.of(), List.of(), List.of());
            case "list" -> texts(1, Integer.MAX_VALUE);
            default -> {
                String[] ends = type.split("\\.\\.", 2);
                yield ends.length == 1
                        ? oneOf(type.split("\\|"))
                        : whole(Long.parseLong(ends[0]), ends[1].isEmpty() ? Long.MAX_VALUE : Long.parseLong(ends[1]));
            }
        };
    }

    /** @param oneOf members of which at least one is required, if any are named */
    record ObjectSchema(Map<String, JsonSchemaCheck> members, List<String> required, List<String> oneOf)
            implements JsonSchemaCheck {
        @Override
        public JsonNode check(String where, JsonNode value) {
            if (!value.isObject()) {
                throw refusal(where, "be object");
            }
            for (String name : required) {
                if (!value.has(name)) {
                    throw refusal(where, "have required property '" + name + "'");
                }
            }
            if (!oneOf.isEmpty() && oneOf.stream().noneMatch(value::has)) {
                throw StorageError.SCHEMA.refusal(oneOf.stream()
                        .map(name -> where + " must have required property '" + name + "', ")
                        .collect(Collectors.joining("", "", where + " must match a schema in anyOf")));
            }
            ObjectNode checked = value.deepCopy();
            members.forEach((name, schema) -> {
                if (value.has(name)) {
                    checked.set(name, schema.check(where + "/" + name, value.get(name)));
                }
            });
            return checked;
        }

        public ObjectSchema with(String name, JsonSchemaCheck schema) {
            Map<String, JsonSchemaCheck> all = new LinkedHashMap<>(members);
            all.put(name, schema);
            return new ObjectSchema(all, required, oneOf);
        }

        public ObjectSchema requireOneOf(String... names) {
            return new ObjectSchema(members, required, List.of(names));
        }
    }
}
