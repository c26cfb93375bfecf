package dev.darkroom.fal.catalog;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model that can be ordered. {@code credits} is the price that users pay per {@code creditUnit}; {@code usdPrice} is fal's
 * list price per {@code usdUnit}, for comparison only. {@code promptField} is {@code prompt} or {@code text}; {@code usual} is
 * the usual duration of a job. {@code choices} and {@code ranges} are the allowed values of input fields, as documented by fal.
 */
public record CatalogModel(
        @JsonProperty("id") String endpointId,
        @JsonProperty("name") String shortName,
        MediaKind kind,
        int credits,
        CreditUnit creditUnit,
        @JsonProperty("usd") BigDecimal usdPrice,
        String usdUnit,
        @JsonProperty("prompt") String promptField,
        @JsonProperty("usualSeconds") Duration usual,
        Map<String, List<String>> choices,
        Map<String, Range> ranges,
        @JsonProperty("input") ObjectNode defaultInput) {
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,6})(?:\\.\\d+)?s?");

    public CatalogModel {
        endpointId = new EndpointId(endpointId).path();
        if (credits <= 0 || usdPrice.signum() < 0 || !usual.isPositive()) {
            throw new IllegalArgumentException("The prices and the duration of " + endpointId + " must be positive.");
        }
    }

    /** An inclusive range. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Range(long min, long max) {
        public Range {
            if (min > max) {
                throw new IllegalArgumentException("A range must be [least, most].");
            }
        }

        boolean contains(JsonNode number) {
            return number.decimalValue().compareTo(BigDecimal.valueOf(min)) >= 0
                    && number.decimalValue().compareTo(BigDecimal.valueOf(max)) <= 0;
        }
    }

    /** Returns the input to send: the given fields, completed with the model's defaults. */
    public ObjectNode complete(ObjectNode input) {
        ObjectNode complete = defaultInput.deepCopy();
        complete.setAll(input);
        return complete;
    }

    /** Returns the input's prompt, empty when there is none. */
    public String prompt(JsonNode input) {
        return input.path(promptField).asText("");
    }

    /** Returns the input's problems, one sentence each; empty when the input may be ordered. */
    public List<CodedMessage> validate(JsonNode input) {
        return InputCheck.of(this, input);
    }

    /**
     * Returns the price of an input in credits. Throws {@link IllegalArgumentException} when the requested amount is invalid.
     */
    public int price(JsonNode input) {
        return Math.multiplyExact(credits, quantity(input));
    }

    private int quantity(JsonNode input) {
        return switch (creditUnit) {
            case IMAGE -> amount("num_images", member(input, "num_images", 1), 100);
            case SECOND -> amount(lengthField(), member(input, lengthField(), 1), 3_600);
            case THOUSAND_CHARACTERS -> Math.max(1, Math.ceilDiv(prompt(input).length(), 1_000));
            case REQUEST -> 1;
        };
    }

    private String lengthField() {
        return defaultInput.has("seconds_total") ? "seconds_total" : "duration";
    }

    private JsonNode member(JsonNode input, String name, int defaultValue) {
        JsonNode given = input.path(name).isNull() ? input.path("") : input.path(name);
        JsonNode usual = defaultInput.path(name);
        return !given.isMissingNode() ? given : !usual.isMissingNode() ? usual : defaultInput.numberNode(defaultValue);
    }

    /** Reads a number, or a text such as "5" or "8s", rounded up to a whole number. */
    private static int amount(String name, JsonNode node, int max) {
        BigDecimal amount = BigDecimal.ZERO;
        Matcher text = SECONDS.matcher(node.asText());
        if (node.isNumber()) {
            amount = node.decimalValue();
        } else if (text.matches()) {
            amount = new BigDecimal(node.asText().replace("s", ""));
        }
        if (amount.signum() <= 0 || amount.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw new RefusedInputException("input.amount", name, max, node);
        }
        return amount.setScale(0, RoundingMode.CEILING).intValueExact();
    }

    /**
     * Validates an input before it is paid for: fal itself rejects a bad one only after the job has passed through the queue.
     */
    private static final class InputCheck {
        private static final int MAX_PROMPT_LENGTH = 20_000;

        private InputCheck() {}

        static List<CodedMessage> of(CatalogModel model, JsonNode input) {
            if (!input.isObject()) {
                return List.of(CodedMessage.of("input.object", "{\"" + model.promptField() + "\":\"a red bicycle\"}"));
            }
            List<CodedMessage> beyond = InputBounds.problems(input);
            if (!beyond.isEmpty()) {
                return beyond;
            }
            List<CodedMessage> problems = new ArrayList<>();
            prompt(model, input.path(model.promptField()), problems);
            model.choices().forEach((name, allowed) -> choice(name, allowed, input.path(name), problems));
            model.ranges().forEach((name, range) -> range(name, range, input.path(name), problems));
            seed(input.path("seed"), problems);
            if (input.path("sync_mode").asBoolean(false)) {
                problems.add(CodedMessage.of("input.sync", "sync_mode"));
            }
            return List.copyOf(problems);
        }

        private static void prompt(CatalogModel model, JsonNode prompt, List<CodedMessage> problems) {
            String name = model.promptField();
            if (!prompt.isMissingNode() && !prompt.isNull() && !prompt.isTextual()) {
                problems.add(CodedMessage.of("input.text", name));
            } else if (prompt.asText("").isBlank() || prompt.isNull()) {
                problems.add(CodedMessage.of(
                        name.equals("text") ? "input.empty.text" : "input.empty", name, model.shortName()));
            } else if (prompt.asText().length() > MAX_PROMPT_LENGTH) {
                problems.add(CodedMessage.of("input.long", name, String.valueOf(MAX_PROMPT_LENGTH)));
            }
        }

        /** An object in place of a keyword, such as an image size in pixels, is left for the model to check. */
        private static void choice(String name, List<String> allowed, JsonNode value, List<CodedMessage> problems) {
            boolean given = !value.isMissingNode() && !value.isNull() && !value.isObject();
            if (given && !(value.isTextual() && allowed.contains(value.textValue()))) {
                problems.add(
                        CodedMessage.of("input.choice", name, "\"" + String.join("\", \"", allowed) + "\"", value));
            }
        }

        private static void range(String name, CatalogModel.Range range, JsonNode value, List<CodedMessage> problems) {
            boolean given = !value.isMissingNode() && !value.isNull();
            if (given && !(value.isIntegralNumber() && range.contains(value))) {
                problems.add(CodedMessage.of(
                        "input.range", name, String.valueOf(range.min()), String.valueOf(range.max()), value));
            }
        }

        private static void seed(JsonNode seed, List<CodedMessage> problems) {
            boolean given = !seed.isMissingNode() && !seed.isNull();
            if (given && !(seed.isIntegralNumber() && seed.decimalValue().signum() >= 0)) {
                problems.add(CodedMessage.of("input.seed", "seed", seed));
            }
        }
    }

    /** The unit that a price in credits applies to. */
    public enum CreditUnit {
        /** One image: times {@code num_images}. */
        IMAGE,
        /** One second of video or audio: times {@code duration} or {@code seconds_total}. */
        SECOND,
        /** A thousand characters of text, rounded up. */
        THOUSAND_CHARACTERS,
        /** One job, whatever its output. */
        REQUEST
    }

    /**
     * The provider's list price for the rendered output.
     *
     * @param usd in dollars
     * @param lowerBound whether {@code usd} is one: an image is billed for at least one megapixel, and its size is not stored
     */
    public record ListPrice(BigDecimal usd, boolean lowerBound) {
        /** Below this amount, thousandths of a dollar are more informative than cents. */
        private static final BigDecimal CENTS = BigDecimal.ONE;

        /** Empty when the provider bills in a different unit than the user price. */
        public static Optional<ListPrice> of(CatalogModel model, long credits) {
            String counted = model.creditUnit().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            boolean pixels = model.creditUnit() == CatalogModel.CreditUnit.IMAGE
                    && model.usdUnit().equals("megapixel");
            if (!pixels && !counted.equals(model.usdUnit())) {
                return Optional.empty();
            }
            BigDecimal usd = model.usdPrice()
                    .multiply(BigDecimal.valueOf(credits))
                    .divide(BigDecimal.valueOf(model.credits()), MathContext.DECIMAL64);
            return Optional.of(new ListPrice(usd, pixels));
        }

        public String text() {
            return (lowerBound ? "\u2265 " : "")
                    + String.format(Locale.ROOT, usd.compareTo(CENTS) < 0 ? "$%,.3f" : "$%,.2f", usd);
        }
    }
}
