package dev.darkroom.sandbox.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.darkroom.json.JsonMapping;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The small part of JSON Schema that the server's routes use, with its validator's habits: types are coerced where that is
 * harmless, the first violation is the answer, unknown members pass.
 */
sealed interface JsonSchemaCheck {
    /** Gives back the value to use instead of the one that came. */
    JsonNode check(String where, JsonNode value);

    static RuntimeException refuse(String where, String what) {
        return ApiError.schema(where + " must " + what);
    }

    record Text(List<String> allowed) implements JsonSchemaCheck {
        @Override
        public JsonNode check(String where, JsonNode value) {
            if (value.isContainerNode()) {
                throw refuse(where, "be string");
            }
            JsonNode text = TextNode.valueOf(value.isNull() ? "" : value.asText());
            if (!allowed.isEmpty() && !allowed.contains(text.asText())) {
                throw refuse(where, "be equal to one of the allowed values");
            }
            return text;
        }
    }

    record Whole(long minimum) implements JsonSchemaCheck {
        @Override
        public JsonNode check(String where, JsonNode value) {
            BigDecimal number = number(where, value);
            if (number.stripTrailingZeros().scale() > 0) {
                throw refuse(where, "be integer");
            }
            if (number.compareTo(BigDecimal.valueOf(minimum)) < 0) {
                throw refuse(where, "be >= " + minimum);
            }
            return LongNode.valueOf(
                    number.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
        }

        private static BigDecimal number(String where, JsonNode value) {
            try {
                if (value.isNumber() || value.isTextual() && !value.asText().isEmpty()) {
                    return new BigDecimal(value.asText().strip());
                }
            } catch (NumberFormatException _) {
                // said below
            }
            if (value.isNull() || value.isBoolean()) {
                return value.asBoolean() ? BigDecimal.ONE : BigDecimal.ZERO;
            }
            throw refuse(where, "be integer");
        }
    }

    record Flag() implements JsonSchemaCheck {
        @Override
        public JsonNode check(String where, JsonNode value) {
            return switch (value.isContainerNode() ? "" : value.asText()) {
                case "true", "1" -> BooleanNode.TRUE;
                case "false", "0", "null" -> BooleanNode.FALSE;
                default -> throw refuse(where, "be boolean");
            };
        }
    }

    /** Texts; a single one counts as a list of one. */
    record Texts(int fewest, int most) implements JsonSchemaCheck {
        @Override
        public JsonNode check(String where, JsonNode value) {
            ArrayNode list = value instanceof ArrayNode array
                    ? array
                    : JsonMapping.MAPPER.createArrayNode().add(value);
            if (value.isObject()) {
                throw refuse(where, "be array");
            }
            if (list.size() < fewest) {
                throw refuse(where, "NOT have fewer than " + fewest + " items");
            }
            if (list.size() > most) {
                throw refuse(where, "NOT have more than " + most + " items");
            }
            ArrayNode checked = JsonMapping.MAPPER.createArrayNode();
            for (int i = 0; i < list.size(); i++) {
                checked.add(TEXT.check(where + "/" + i, list.get(i)));
            }
            return checked;
        }
    }

    record OrNull(JsonSchemaCheck schema) implements JsonSchemaCheck {
        @Override
        public JsonNode check(String where, JsonNode value) {
            return value.isNull() ? value : schema.check(where, value);
        }
    }

    /** Bytes as a number or as text with a unit. */
    record Size() implements JsonSchemaCheck {
        @Override
        public JsonNode check(String where, JsonNode value) {
            if (value.isNull() || value.isTextual()) {
                return value;
            }
            if (value.isNumber()) {
                return new Whole(0).check(where, value);
            }
            throw ApiError.schema(where + " must be integer, " + where + " must be string, " + where
                    + " must match a schema in anyOf");
        }
    }

    record Members(Map<String, JsonSchemaCheck> members, List<String> required, List<String> oneOf)
            implements JsonSchemaCheck {
        @Override
        public JsonNode check(String where, JsonNode value) {
            if (!value.isObject()) {
                throw refuse(where, "be object");
            }
            for (String name : required) {
                if (!value.has(name)) {
                    throw refuse(where, "have required property '" + name + "'");
                }
            }
            checkOneOf(where, value);
            ObjectNode checked = value.deepCopy();
            members.forEach((name, schema) -> {
                if (value.has(name)) {
                    checked.set(name, schema.check(where + "/" + name, value.get(name)));
                }
            });
            return checked;
        }

        private void checkOneOf(String where, JsonNode value) {
            if (!oneOf.isEmpty() && oneOf.stream().noneMatch(value::has)) {
                StringBuilder said = new StringBuilder();
                oneOf.forEach(name -> said.append(where)
                        .append(" must have required property '")
                        .append(name)
                        .append("', "));
                throw ApiError.schema(said + where + " must match a schema in anyOf");
            }
        }

        Members with(String name, JsonSchemaCheck schema) {
            Map<String, JsonSchemaCheck> all = new LinkedHashMap<>(members);
            all.put(name, schema);
            return new Members(all, required, oneOf);
        }

        Members require(String... names) {
            return new Members(members, List.of(names), oneOf);
        }

        Members requireOneOf(String... names) {
            return new Members(members, required, List.of(names));
        }
    }

    /** No body at all, which is not an object. */
    static JsonNode none() {
        return MissingNode.getInstance();
    }

    JsonSchemaCheck TEXT = new Text(List.of());
    JsonSchemaCheck FLAG = new Flag();
    Members ANYTHING = new Members(Map.of(), List.of(), List.of());

    static JsonSchemaCheck oneOf(String... allowed) {
        return new Text(List.of(allowed));
    }
}
