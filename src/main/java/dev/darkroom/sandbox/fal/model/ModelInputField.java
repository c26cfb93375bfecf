package dev.darkroom.sandbox.fal.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.sandbox.http.SandboxReply;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A field of a model's input and its allowed values. */
public record ModelInputField(String name, Type type, boolean required, double min, double max, List<String> options) {
    private static final int MAX_SIDE = 4096;
    private static final Pattern BOUNDS = Pattern.compile("(int|num)\\(([0-9.]+),([0-9.]*)\\)");

    enum Type {
        TEXT,
        WHOLE,
        NUMBER,
        FLAG,
        CHOICE,
        SIZE
    }

    /** Parses {@code name!} (required text), {@code name:int(min,max)} or {@code num}, {@code name:one|of|these}. */
    static ModelInputField parse(String text) {
        if (text.endsWith("!")) {
            return new ModelInputField(text.substring(0, text.length() - 1), Type.TEXT, true, 0, 0, List.of());
        }
        String name = text.substring(0, text.indexOf(':'));
        String kind = text.substring(name.length() + 1);
        Matcher bounds = BOUNDS.matcher(kind);
        if (bounds.matches()) {
            Type type = bounds.group(1).equals("int") ? Type.WHOLE : Type.NUMBER;
            double max = bounds.group(3).isEmpty() ? Double.MAX_VALUE : Double.parseDouble(bounds.group(3));
            return new ModelInputField(name, type, false, Double.parseDouble(bounds.group(2)), max, List.of());
        }
        return switch (kind) {
            case "text" -> new ModelInputField(name, Type.TEXT, false, 0, 0, List.of());
            case "flag" -> new ModelInputField(name, Type.FLAG, false, 0, 0, List.of());
            case "size" -> new ModelInputField(name, Type.SIZE, false, 1, MAX_SIDE, PictureSizes.names());
            default -> new ModelInputField(name, Type.CHOICE, false, 0, 0, List.of(kind.split("\\|")));
        };
    }

    /** Returns an entry of the {@code detail} list when the value is invalid. */
    public Optional<ObjectNode> problem(JsonNode input) {
        JsonNode value = input.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return required
                    ? Optional.of(FalErrorDetail.plain("missing", "Field required", input, name))
                    : Optional.empty();
        }
        return switch (type) {
            case TEXT -> wrongType(value.isTextual(), "string", value);
            case FLAG -> wrongType(value.isBoolean(), "boolean", value);
            case WHOLE ->
                value.isIntegralNumber() ? range(value.decimalValue(), value) : wrongType(false, "integer", value);
            case NUMBER -> value.isNumber() ? range(value.decimalValue(), value) : wrongType(false, "number", value);
            case CHOICE -> choice(value);
            case SIZE -> value.isObject() ? sides(value) : choice(value);
        };
    }

    private Optional<ObjectNode> wrongType(boolean right, String noun, JsonNode value) {
        String code = noun.equals("boolean") ? "bool_type" : noun.equals("integer") ? "int_type" : noun + "_type";
        return right
                ? Optional.empty()
                : Optional.of(FalErrorDetail.plain(code, "Input should be a valid " + noun, value, name));
    }

    private Optional<ObjectNode> range(BigDecimal number, JsonNode value) {
        if (number.doubleValue() < min) {
            ObjectNode context = SandboxReply.object().put("ge", plain(min));
            return Optional.of(FalErrorDetail.of(
                    "greater_than_equal", "Input should be at least " + plain(min), value, context, name));
        }
        if (number.doubleValue() > max) {
            ObjectNode context = SandboxReply.object().put("le", plain(max));
            return Optional.of(FalErrorDetail.of(
                    "less_than_equal", "Input should be at most " + plain(max), value, context, name));
        }
        return Optional.empty();
    }

    private Optional<ObjectNode> choice(JsonNode value) {
        if (value.isTextual() && options.contains(value.textValue())) {
            return Optional.empty();
        }
        ArrayNode expected = SandboxReply.array();
        options.forEach(expected::add);
        ObjectNode context = SandboxReply.object().set("expected", expected);
        return Optional.of(FalErrorDetail.of(
                "one_of", "Input should be one of " + String.join(", ", options), value, context, name));
    }

    private Optional<ObjectNode> sides(JsonNode value) {
        for (String side : List.of("width", "height")) {
            JsonNode length = value.path(side);
            if (!length.isIntegralNumber() || length.asLong() < 1) {
                return Optional.of(
                        FalErrorDetail.plain("int_type", "Input should be a positive integer", length, name, side));
            }
        }
        if (value.get("width").asLong() > MAX_SIDE || value.get("height").asLong() > MAX_SIDE) {
            ObjectNode context =
                    SandboxReply.object().put("max_height", MAX_SIDE).put("max_width", MAX_SIDE);
            return Optional.of(
                    FalErrorDetail.of("image_too_large", "The picture would be too large", value, context, name));
        }
        return Optional.empty();
    }

    private static BigDecimal plain(double number) {
        return SandboxModel.UnitPrice.tidy(BigDecimal.valueOf(number));
    }
}
