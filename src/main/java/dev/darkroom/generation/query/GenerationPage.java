package dev.darkroom.generation.query;

import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import java.time.Duration;
import java.util.List;

/**
 * A page of a list.
 *
 * @param more whether further rows may follow
 * @param end why it ends where it does
 * @param took how long the database was busy with it
 */
public record GenerationPage(List<Line> lines, boolean more, End end, Duration took) {
    public GenerationPage {
        lines = List.copyOf(lines);
    }

    /** A row with its diagnosis at the time it was read. */
    public record Line(GenerationRow row, GenerationDiagnosis diagnosis) {
        /** Returns the state shown by the chip. */
        public GenerationDiagnosis.State state() {
            return diagnosis.shown(row);
        }

        public boolean needsAttention() {
            return diagnosis.needsAttention() || row.attentionCause() != null;
        }
    }

    /** Why the page has no more rows. */
    public enum End {
        /** As many as requested, or there are no more. */
        REACHED,
        /** The time for a search was up before it was complete. Narrowing the filter helps. */
        SEARCH_STOPPED,
        /** The same, on a server without an index for words. */
        SEARCH_STOPPED_WITHOUT_INDEX
    }
}
