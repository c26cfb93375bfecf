package dev.darkroom.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.darkroom.message.CodedMessage;
import dev.darkroom.message.RefusedInputException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The one JSON mapper. Numbers of any size stay exact, instants are written as text, unknown members are ignored. There are two
 * readers: {@link #parse}, which is strict, for people's input and Darkroom's own files, and {@link #readLeniently} for data
 * that was paid for or stored and cannot be requested again, which accepts texts and numbers of any size that a table can hold.
 */
public final class JsonMapping {
    /** By default each thread keeps its buffers: with one virtual thread per generation that would be most of the heap. */
    static final int MAX_POOLED_BUFFERS = 64;

    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.newBoundedPool(MAX_POOLED_BUFFERS))
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(LenientJsonReader.MAX_DEPTH)
                            .build())
                    .build())
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(200)
                        .maxDocumentLength(64L * 1024 * 1024)
                        .build());
    }

    private JsonMapping() {}

    /** Parses one whole document strictly; throws {@link IllegalArgumentException} with the position of the error. */
    public static JsonNode parse(String text) {
        try {
            return present(MAPPER.readTree(text));
        } catch (JsonProcessingException exception) {
            throw invalid(exception);
        }
    }

    /**
     * Reads one whole document received from a service, as described at {@link LenientJsonReader}. Throws
     * {@link IllegalArgumentException} when it is not JSON at all.
     */
    public static JsonNode readLeniently(byte[] bytes) {
        try {
            return present(LenientJsonReader.read(bytes));
        } catch (JsonProcessingException exception) {
            throw invalid(exception);
        }
    }

    /** Does the same for a text, such as a column of a row. */
    public static JsonNode readLeniently(String text) {
        try {
            return present(LenientJsonReader.read(text));
        } catch (JsonProcessingException exception) {
            throw invalid(exception);
        }
    }

    private static JsonNode present(JsonNode node) {
        if (node.isMissingNode()) {
            throw new RefusedInputException("json.empty");
        }
        return node;
    }

    private static IllegalArgumentException invalid(JsonProcessingException exception) {
        JsonLocation place = exception.getLocation();
        return new RefusedInputException(
                place == null
                        ? CodedMessage.of("json.wrong", words(exception))
                        : CodedMessage.of("json.wrong.at", place.getLineNr(), place.getColumnNr(), words(exception)),
                exception);
    }

    /** Removes the name of the reader's setting, which helps nobody. */
    private static String words(JsonProcessingException exception) {
        return String.valueOf(exception.getOriginalMessage()).replaceAll(",? from `[^`]*`", "");
    }

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException exception) {
            throw new IllegalArgumentException(exception.getOriginalMessage(), exception);
        }
    }

    /** Whether both mean the same: the order of members is ignored, numbers compare by value (7 = 7.0 = 70e-1). */
    public static boolean same(JsonNode a, JsonNode b) {
        return a.equals(
                (x, y) ->
                        isFinite(x) && isFinite(y) ? x.decimalValue().compareTo(y.decimalValue()) : x.equals(y) ? 0 : 1,
                b);
    }

    /** Whether it is a number that is neither NaN nor infinite. */
    private static boolean isFinite(JsonNode node) {
        return node.isNumber()
                && !(node.isFloatingPointNumber() && !node.isBigDecimal() && !Double.isFinite(node.doubleValue()));
    }

    /** Returns a member that is text and not blank. */
    public static Optional<String> text(JsonNode node, String member) {
        return Optional.ofNullable(node.get(member))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isBlank());
    }

    /** Returns a member that is an ISO time, within {@link TimeBounds}; one without an offset is taken as UTC. */
    public static Optional<Instant> instant(JsonNode node, String member) {
        return text(node, member).flatMap(text -> {
            try {
                var time = DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
                return Optional.of(TimeBounds.within(
                        time instanceof OffsetDateTime exact
                                ? exact.toInstant()
                                : LocalDateTime.from(time).toInstant(ZoneOffset.UTC)));
            } catch (DateTimeException _) {
                return Optional.empty();
            }
        });
    }
}
