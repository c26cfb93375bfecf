package dev.darkroom.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.json.WordSuggestion;
import dev.darkroom.message.CodedError;
import dev.darkroom.message.CodedMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads one object of the settings file strictly, reporting errors with file and key. */
final class JsonSettingsReader {
    private static final int SHOWN = 40;

    private final Path file;
    private final String place;
    private final JsonNode node;

    JsonSettingsReader(Path file, String place, JsonNode node) {
        this.file = file;
        this.place = place;
        this.node = node;
        if (!node.isObject()) {
            throw new SettingsException(
                    place.isEmpty()
                            ? CodedMessage.of("settings.braces.whole", file, shown(node))
                            : CodedMessage.of("settings.braces", file, place, shown(node)));
        }
    }

    /** Refuses any other key, suggesting the most similar of these. */
    void allow(String... keys) {
        for (String key : (Iterable<String>) node::fieldNames) {
            if (!Arrays.asList(keys).contains(key)) {
                throw new SettingsException(
                        CodedMessage.of("settings.key", file, path(key), WordSuggestion.advice(key, List.of(keys))));
            }
        }
    }

    /** Reads a record, adding the place in the file to a violated rule. */
    <T> T checked(Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException exception) {
            CodedMessage rule = CodedError.of(exception);
            throw new SettingsException(
                    place.isEmpty()
                            ? CodedMessage.of("settings.rule", file, rule)
                            : CodedMessage.of("settings.rule.at", file, place, rule));
        }
    }

    boolean flag(String key, boolean otherwise) {
        JsonNode value = node.get(key);
        return value == null
                ? otherwise
                : expect(value.isBoolean(), key, CodedMessage.of("settings.type.flag"), value)
                        .asBoolean();
    }

    double number(String key, double otherwise) {
        JsonNode value = node.get(key);
        return value == null
                ? otherwise
                : expect(value.isNumber(), key, CodedMessage.of("settings.type.number"), value)
                        .asDouble();
    }

    double atLeast(String key, double least) {
        double value = number(key, least);
        if (!(value >= least)) {
            throw new SettingsException(
                    CodedMessage.of("settings.least", file, path(key), Math.round(least), node.get(key)));
        }
        return value;
    }

    String text(String key, String otherwise) {
        String value = optional(key);
        return value == null ? otherwise : value;
    }

    @Nullable
    String optional(String key) {
        JsonNode value = node.get(key);
        return value == null
                ? null
                : expect(value.isTextual(), key, CodedMessage.of("settings.type.text"), value)
                        .asText();
    }

    String needed(String key) {
        String value = optional(key);
        if (value == null) {
            throw new SettingsException(CodedMessage.of("settings.missing", file, path(key)));
        }
        return value;
    }

    <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
        String value = optional(key);
        if (value == null) {
            return otherwise;
        }
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!words.contains(value)) {
            throw new SettingsException(
                    CodedMessage.of("settings.choice", file, path(key), value, WordSuggestion.advice(value, words)));
        }
        return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
    }

    @Nullable
    JsonSettingsReader object(String key) {
        JsonNode value = node.get(key);
        return value == null ? null : new JsonSettingsReader(file, path(key), value);
    }

    List<JsonSettingsReader> objects(String key) {
        List<JsonSettingsReader> result = new ArrayList<>();
        JsonNode list = node.get(key);
        if (list != null) {
            for (JsonNode each : expect(list.isArray(), key, CodedMessage.of("settings.type.list"), list)) {
                result.add(new JsonSettingsReader(file, path(key) + "[" + result.size() + "]", each));
            }
        }
        return result;
    }

    /** Values of this record type by name. */
    <T> Map<String, T> map(String key, Class<T> type) {
        JsonNode value = node.get(key);
        try {
            return value == null
                    ? Map.of()
                    : JsonMapping.MAPPER.convertValue(
                            value, JsonMapping.MAPPER.getTypeFactory().constructMapType(Map.class, String.class, type));
        } catch (IllegalArgumentException _) {
            throw unreadable(key);
        }
    }

    /** A record of this type. */
    <T> T value(String key, Class<T> type, T otherwise) {
        JsonNode value = node.get(key);
        try {
            return value == null ? otherwise : JsonMapping.MAPPER.convertValue(value, type);
        } catch (IllegalArgumentException _) {
            throw unreadable(key);
        }
    }

    private SettingsException unreadable(String key) {
        return new SettingsException(CodedMessage.of("settings.value", file, path(key)));
    }

    private JsonNode expect(boolean right, String key, CodedMessage wanted, JsonNode value) {
        if (!right) {
            throw new SettingsException(CodedMessage.of("settings.type", file, path(key), wanted, shown(value)));
        }
        return value;
    }

    private String path(String key) {
        return place.isEmpty() ? key : place + "." + key;
    }

    /** Returns a value as shown in messages, truncated if long; never an address, since it may contain a password. */
    private static CodedMessage shown(JsonNode value) {
        String text = value.toString();
        if (text.contains("://")) {
            return CodedMessage.of(
                    value.isArray() ? "settings.list" : value.isObject() ? "settings.an.object" : "settings.address");
        }
        return CodedMessage.quoted(text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...");
    }
}
