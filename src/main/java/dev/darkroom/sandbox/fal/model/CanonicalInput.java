package dev.darkroom.sandbox.fal.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import dev.darkroom.json.JsonMapping;

/** The canonical text of an input, identical for equal inputs: members in alphabetical order, no spaces, numbers as sent. */
public final class CanonicalInput {
    private static final ObjectWriter SORTED =
            JsonMapping.MAPPER.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

    private CanonicalInput() {}

    public static String text(JsonNode node) {
        try {
            return SORTED.writeValueAsString(node);
        } catch (JsonProcessingException exception) {
            throw new IllegalArgumentException(exception.getOriginalMessage(), exception);
        }
    }
}
