package dev.darkroom.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A message to a person, as a code and its arguments: texts, numbers and other messages. The sentence is formatted where it is
 * shown, from the bundle {@code i18n/engine}; logs and commands are in English. Stored as a JSON array.
 */
public record CodedMessage(String code, List<Object> arguments) {
    public static final CodedMessage NONE = new CodedMessage("quote", List.of(""));

    private static final String BUNDLE = "i18n.engine";
    private static final int MAX_CODES = 40;
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    public static CodedMessage of(String code, @Nullable Object... arguments) {
        return new CodedMessage(
                code, Arrays.stream(arguments).map(CodedMessage::toArgument).toList());
    }

    /** Quotes words from elsewhere, in whatever language they are. */
    public static CodedMessage quoted(String words) {
        return of("quote", words);
    }

    /** Returns the message for use within a sentence: without the full stop. */
    public CodedMessage clause() {
        return of("clause", this);
    }

    /** Joins messages, leaving out empty ones. */
    public static CodedMessage sentences(CodedMessage... parts) {
        return sentences(Arrays.asList(parts));
    }

    /** Lists several of a kind within a sentence. */
    public static CodedMessage list(List<CodedMessage> parts) {
        return of("list", parts.toArray());
    }

    public static CodedMessage sentences(List<CodedMessage> parts) {
        List<CodedMessage> said = parts.stream().filter(part -> !part.isEmpty()).toList();
        return said.size() == 1 ? said.getFirst() : said.isEmpty() ? NONE : of("sentences", said.toArray());
    }

    /** Returns the message with its texts changed, as by redacting secrets. */
    public CodedMessage withTexts(UnaryOperator<String> change) {
        return new CodedMessage(
                code,
                arguments.stream()
                        .map(each -> switch (each) {
                            case CodedMessage message -> message.withTexts(change);
                            case String text -> change.apply(text);
                            default -> each;
                        })
                        .toList());
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    public String english() {
        return in(Locale.ROOT);
    }

    /** Returns the sentence; a code that this version does not know is shown with its arguments. */
    public String in(Locale locale) {
        ResourceBundle bundle = ResourceBundle.getBundle(BUNDLE, locale);
        Object[] words = arguments.stream()
                .map(each -> each instanceof CodedMessage message ? message.in(locale) : each)
                .toArray();
        if (code.equals("quote") && words.length > 0) {
            return String.valueOf(words[0]);
        }
        if (code.equals("clause") && words.length > 0) {
            return String.valueOf(words[0]).replaceFirst(" ?[.\u3002]$", "");
        }
        if (code.equals("sentences") || code.equals("list")) {
            return String.join(
                    bundle.getString(code + ".between").replace("\"", ""),
                    Arrays.stream(words).map(String::valueOf).toList());
        }
        try {
            return bundle.containsKey(code)
                    ? new MessageFormat(bundle.getString(code), Locale.ROOT).format(words)
                    : code + Arrays.toString(words);
        } catch (IllegalArgumentException _) { // a person wrote what looks like a message
            return code + Arrays.toString(words);
        }
    }

    /**
     * Returns the codes whose sentence contains these words, regardless of arguments, to find stored messages as they are
     * shown. Empty for a word so common that it does not help.
     */
    public static Set<String> codesSaying(String words, Locale locale) {
        ResourceBundle bundle = ResourceBundle.getBundle(BUNDLE, locale);
        String wanted = words.toLowerCase(Locale.ROOT);
        Set<String> codes = bundle.keySet().stream()
                .filter(code -> bundle.getString(code).toLowerCase(Locale.ROOT).contains(wanted))
                .collect(Collectors.toSet());
        return codes.size() > MAX_CODES ? Set.of() : codes;
    }

    public ArrayNode json() {
        ArrayNode array = MAPPER.createArrayNode().add(code);
        for (Object argument : arguments) {
            switch (argument) {
                case CodedMessage message -> array.add(message.json());
                case Long number -> array.add(number);
                default -> array.add(argument.toString());
            }
        }
        return array;
    }

    /** Returns the text for a column that holds messages and what people wrote. */
    public String stored() {
        return json().toString();
    }

    /** Parses {@link #stored}; any other text is taken as a quotation. */
    public static CodedMessage parse(@Nullable String text) {
        if (text == null) {
            return NONE;
        }
        try {
            JsonNode node = MAPPER.readTree(text);
            return read(node, node.isTextual() ? node.textValue() : text);
        } catch (JsonProcessingException _) {
            return quoted(text);
        }
    }

    public static CodedMessage read(JsonNode node) {
        return read(node, node.asText(""));
    }

    private static CodedMessage read(JsonNode node, String text) {
        if (!node.isArray() || !node.path(0).isTextual()) {
            return quoted(text);
        }
        List<Object> arguments = StreamSupport.stream(node.spliterator(), false)
                .skip(1)
                .map(each ->
                        each.isArray() ? read(each) : each.isIntegralNumber() ? each.asLong() : (Object) each.asText())
                .toList();
        return new CodedMessage(node.path(0).asText(), arguments);
    }

    private static Object toArgument(@Nullable Object argument) {
        return switch (argument) {
            case CodedMessage message -> message;
            case Long number -> number;
            case Integer number -> number.longValue();
            case null, default -> String.valueOf(argument);
        };
    }

    /** Returns the text for logs. */
    @Override
    public String toString() {
        return english();
    }
}
