package dev.darkroom.generation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.message.CodedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of a generation: a status or stage change, an attempt, an operator's action, a movement of credits.
 *
 * @param data the members listed at {@link TimelineKind} for its kind; an empty object when there are none
 */
public record TimelineEvent(
        long id,
        UUID generation,
        Instant at,
        TimelineKind kind,
        int attempt,
        @Nullable GenerationStage stage,
        JsonNode data,
        @Nullable Duration duration,
        String actor) {

    /** Returns a member of the data as text, empty when it is missing. */
    public String text(String member) {
        return said(member).english();
    }

    /** Returns a member of the data that is a message. */
    public CodedMessage said(String member) {
        JsonNode said = data.path(member);
        return said.isTextual() ? CodedMessage.parse(said.textValue()) : CodedMessage.read(said);
    }
}
