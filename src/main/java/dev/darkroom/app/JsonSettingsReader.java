package dev.darkroom.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.json.WordSuggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One object of the settings file, read strictly: what is wrong is told with file and key. */
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
            throw new SettingsException("In %s %s must be an object in braces, not %s."
                    .formatted(file, place.isEmpty() ? "the whole" : "\"" + place + "\"", shown(node)));
        }
    }

    /** Refuses any other key and names the nearest of these. */
    void allow(String... keys) {
        for (String key : (Iterable<String>) node::fieldNames) {
            if (!Arrays.asList(keys).contains(key)) {
                throw new SettingsException("In %s the key \"%s\" is unknown: %s"
                        .formatted(file, path(key), WordSuggestion.advice(key, List.of(keys))));
            }
        }
    }

    /** A rule of a record, told with its place in the file. */
    <T> T checked(Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException exception) {
            String where = place.isEmpty() ? "" : place + ": ";
            throw new SettingsException("In %s %s%s.".formatted(file, where, exception.getMessage()));
        }
    }

    boolean flag(String key, boolean otherwise) {
        JsonNode value = node.get(key);
        return value == null
                ? otherwise
                : expect(value.isBoolean(), key, "true or false", value).asBoolean();
    }

    double number(String key, double otherwise) {
        JsonNode value = node.get(key);
        return value == null
                ? otherwise
                : expect(value.isNumber(), key, "a number", value).asDouble();
    }

    double atLeast(String key, double least) {
        double value = number(key, least);
        if (!(value >= least)) {
            throw new SettingsException("In %s \"%s\" must be at least %d, not %s."
                    .formatted(file, path(key), Math.round(least), node.get(key)));
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
                : expect(value.isTextual(), key, "a text in quotes", value).asText();
    }

    String needed(String key) {
        String value = optional(key);
        if (value == null) {
            throw new SettingsException("In %s the key \"%s\" is missing.".formatted(file, path(key)));
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
            throw new SettingsException("In %s \"%s\" cannot be \"%s\": %s"
                    .formatted(file, path(key), value, WordSuggestion.advice(value, words)));
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
            for (JsonNode each : expect(list.isArray(), key, "a list in brackets", list)) {
                result.add(new JsonSettingsReader(file, path(key) + "[" + result.size() + "]", each));
            }
        }
        return result;
    }

    /** Values of that record by name. */
    <T> Map<String, T> map(String key, Class<T> type) {
        JsonNode value = node.get(key);
        try {
            return value == null
                    ? Map.of()
                    : JsonMapping.MAPPER.convertValue(
                            value, JsonMapping.MAPPER.getTypeFactory().constructMapType(Map.class, String.class, type));
        } catch (IllegalArgumentException _) {
            throw new SettingsException("In %s \"%s\" cannot be read: leave it out.".formatted(file, path(key)));
        }
    }

    private JsonNode expect(boolean right, String key, String wanted, JsonNode value) {
        if (!right) {
            throw new SettingsException(
                    "In %s \"%s\" must be %s, not %s.".formatted(file, path(key), wanted, shown(value)));
        }
        return value;
    }

    private String path(String key) {
        return place.isEmpty() ? key : place + "." + key;
    }

    /** A value of the file as it is told in a message, cut when long; no address, for it may hold a password. */
    private static String shown(JsonNode value) {
        String text = value.toString();
        if (text.contains("://")) {
            return value.isArray() ? "a list" : value.isObject() ? "an object" : "an address";
        }
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
