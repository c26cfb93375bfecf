package dev.darkroom.generation;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One step in the life of a generation: a status or stage change, an attempt, an operator's act, a movement of credits. */
public record TimelineEvent(
        long id,
        UUID generation,
        Instant at,
        Lane lane,
        String kind,
        int attempt,
        @Nullable Stage stage,
        String text,
        @Nullable Duration duration,
        String actor) {

    /** Who did it, as the inspector draws it. */
    public enum Lane {
        CREDITS,
        ENGINE,
        FAL,
        STORAGE,
        DATABASE,
        OPERATOR
    }
}
