package dev.darkroom.sandbox.fal.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.sandbox.fal.reply.ErrorDetail;
import dev.darkroom.sandbox.fal.reply.FalReply;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** One member of a model's input and the values it may have. */
public record InputField(String name, Type type, boolean required, double least, double most, List<String> options) {
    static final int LARGEST_SIDE = 4096;

    enum Type {
        TEXT,
        WHOLE,
        NUMBER,
        FLAG,
        CHOICE,
        SIZE
    }

    static InputField words(String name) {
        return new InputField(name, Type.TEXT, true, 0, 0, List.of());
    }

    static InputField text(String name) {
        return new InputField(name, Type.TEXT, false, 0, 0, List.of());
    }

    static InputField whole(String name, double least, double most) {
        return new InputField(name, Type.WHOLE, false, least, most, List.of());
    }

    static InputField number(String name, double least, double most) {
        return new InputField(name, Type.NUMBER, false, least, most, List.of());
    }

    static InputField flag(String name) {
        return new InputField(name, Type.FLAG, false, 0, 0, List.of());
    }

    static InputField choice(String name, String... options) {
        return new InputField(name, Type.CHOICE, false, 0, 0, List.of(options));
    }

    static InputField size() {
        return new InputField("image_size", Type.SIZE, false, 1, LARGEST_SIDE, PictureSizes.names());
    }

    /** One entry of the {@code detail} list when the value is wrong. */
    public Optional<ObjectNode> problem(JsonNode input) {
        JsonNode value = input.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return required
                    ? Optional.of(ErrorDetail.plain("missing", "Field required", input, name))
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
                : Optional.of(ErrorDetail.plain(code, "Input should be a valid " + noun, value, name));
    }

    private Optional<ObjectNode> range(BigDecimal number, JsonNode value) {
        if (number.doubleValue() < least) {
            ObjectNode context = FalReply.object().put("ge", plain(least));
            return Optional.of(ErrorDetail.of(
                    "greater_than_equal", "Input should be at least " + plain(least), value, context, name));
        }
        if (number.doubleValue() > most) {
            ObjectNode context = FalReply.object().put("le", plain(most));
            return Optional.of(
                    ErrorDetail.of("less_than_equal", "Input should be at most " + plain(most), value, context, name));
        }
        return Optional.empty();
    }

    private Optional<ObjectNode> choice(JsonNode value) {
        if (value.isTextual() && options.contains(value.textValue())) {
            return Optional.empty();
        }
        ArrayNode expected = JsonMapping.MAPPER.createArrayNode();
        options.forEach(expected::add);
        ObjectNode context = FalReply.object().set("expected", expected);
        return Optional.of(
                ErrorDetail.of("one_of", "Input should be one of " + String.join(", ", options), value, context, name));
    }

    private Optional<ObjectNode> sides(JsonNode value) {
        for (String side : List.of("width", "height")) {
            JsonNode length = value.path(side);
            if (!length.isIntegralNumber() || length.asLong() < 1) {
                return Optional.of(
                        ErrorDetail.plain("int_type", "Input should be a positive integer", length, name, side));
            }
        }
        if (value.get("width").asLong() > LARGEST_SIDE || value.get("height").asLong() > LARGEST_SIDE) {
            ObjectNode context =
                    FalReply.object().put("max_height", LARGEST_SIDE).put("max_width", LARGEST_SIDE);
            return Optional.of(
                    ErrorDetail.of("image_too_large", "The picture would be too large", value, context, name));
        }
        return Optional.empty();
    }

    private static BigDecimal plain(double number) {
        return UnitPrice.tidy(BigDecimal.valueOf(number));
    }
}
