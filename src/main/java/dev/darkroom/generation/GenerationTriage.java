package dev.darkroom.generation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.json.JsonMapping;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The marks and notes that operators made on a generation.
 *
 * @param notes oldest first
 */
public record GenerationTriage(List<PlacedMark> marks, List<WrittenNote> notes) {
    public GenerationTriage {
        marks = List.copyOf(marks);
        notes = List.copyOf(notes);
    }

    /** Shows other operators how far somebody has got with a generation. */
    public enum TriageMark {
        SEEN,
        /** The operator who set it looks after the generation. */
        MINE,
        WAITING_FOR_FAL
    }

    public record PlacedMark(TriageMark mark, String actor, Instant at) {}

    public record WrittenNote(long id, String actor, Instant at, String text) {}

    /**
     * The part shown in a row of a list.
     *
     * @param notes the number of notes
     */
    public record TriageSummary(List<PlacedMark> marks, long notes) {
        public static final TriageSummary NONE = new TriageSummary(List.of(), 0);

        public TriageSummary {
            marks = List.copyOf(marks);
        }
    }

    public Optional<PlacedMark> mark(TriageMark wanted) {
        return marks.stream().filter(each -> each.mark() == wanted).findFirst();
    }

    /** Parses marks as produced by {@link GenerationRowMapper#MARKS}. */
    static List<PlacedMark> marks(@Nullable String json) {
        return json == null
                ? List.of()
                : StreamSupport.stream(JsonMapping.parse(json).spliterator(), false)
                        .map(GenerationTriage::mark)
                        .toList();
    }

    private static PlacedMark mark(JsonNode node) {
        return new PlacedMark(
                TriageMark.valueOf(node.path(0).asText()),
                node.path(1).asText(),
                OffsetDateTime.parse(node.path(2).asText()).toInstant());
    }
}
