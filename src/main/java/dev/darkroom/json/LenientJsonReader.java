package dev.darkroom.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON that cannot be requested again: a result that was paid for, a row of the table. It accepts what JSON writers
 * really produce ({@code NaN}, {@code 1e400}, a byte order mark, control characters in texts) and numbers, texts and documents
 * of any size that PostgreSQL's jsonb can hold. It keeps its own stack, so nesting does not use the thread's.
 */
final class LenientJsonReader {
    /**
     * Deeper nesting is reported as an error, though jsonb would accept it: Jackson copies, compares and writes trees by
     * recursion, which overflows a stack of 1 MB from about 3,000 levels on, and an input is limited far below that on entry.
     */
    static final int MAX_DEPTH = 2_100;

    /** jsonb keeps at most 131,072 digits before and 16,383 after the point, and writes them all out. */
    private static final int MAX_NUMBER_LENGTH = 200_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newBoundedPool(JsonMapping.MAX_POOLED_BUFFERS))
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxDocumentLength(-1)
                    .build())
            .build();

    private final Deque<ContainerNode<?>> open = new ArrayDeque<>();
    private @Nullable String name;

    private LenientJsonReader() {}

    /** Replaces bytes that are not UTF-8 by U+FFFD. */
    static JsonNode read(byte[] bytes) throws JsonProcessingException {
        return read(new String(bytes, StandardCharsets.UTF_8));
    }

    static JsonNode read(String text) throws JsonProcessingException {
        String whole = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try (JsonParser parser = FACTORY.createParser(whole)) {
            return new LenientJsonReader().document(parser);
        } catch (JsonProcessingException exception) {
            throw exception;
        } catch (IOException exception) {
            throw new IllegalStateException("A text in memory could not be read.", exception);
        }
    }

    private JsonNode document(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            return NODES.missingNode();
        }
        JsonNode root = value(parser);
        while (!open.isEmpty()) {
            JsonToken token = parser.nextToken();
            switch (token) {
                case FIELD_NAME -> name = parser.currentName();
                case END_OBJECT, END_ARRAY -> open.pop();
                case null -> throw new JsonEOFException(parser, null, "it ends too early");
                default -> value(parser);
            }
        }
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "there is more behind its end");
        }
        return root;
    }

    /** Puts the value into the innermost open container, and opens it if it is a container itself. */
    private JsonNode value(JsonParser parser) throws IOException {
        JsonNode node = node(parser);
        switch (open.peek()) {
            case ObjectNode object -> object.set(name, node);
            case ArrayNode array -> array.add(node);
            case null, default -> {}
        }
        if (node instanceof ContainerNode<?> container) {
            open.push(container);
        }
        return node;
    }

    private static JsonNode node(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> NODES.objectNode();
            case START_ARRAY -> NODES.arrayNode();
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    /** Keeps a number that Java cannot hold, such as {@code 1e99999999999}, as its text. */
    private static JsonNode number(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return switch (parser.getNumberType()) {
                case INT -> NODES.numberNode(parser.getIntValue());
                case LONG -> NODES.numberNode(parser.getLongValue());
                default -> NODES.numberNode(parser.getBigIntegerValue());
            };
        }
        if (parser.isNaN()) {
            return NODES.numberNode(parser.getDoubleValue());
        }
        try {
            return NODES.numberNode(parser.getDecimalValue());
        } catch (JsonProcessingException | NumberFormatException _) {
            return NODES.textNode(parser.getText());
        }
    }
}
