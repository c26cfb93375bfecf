package dev.darkroom.activity;

import dev.darkroom.database.UuidRange;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Selects lines of Activity. Empty sets do not restrict.
 *
 * @param me the actor that {@link ActivityPreset#MINE} stands for
 * @param who part of the actor's name
 * @param words part of the reason, the outcome or the subject
 * @param from the start, inclusive
 * @param until the end, exclusive
 */
public record ActivityFilter(
        ActivityPreset view,
        String me,
        Optional<String> who,
        Set<String> actions,
        Optional<UuidRange> generation,
        Optional<String> user,
        Set<ActivityRecord.Result> results,
        Optional<String> words,
        Optional<Instant> from,
        Optional<Instant> until) {
    public ActivityFilter {
        actions = Set.copyOf(actions);
        results = Set.copyOf(results);
    }

    public static ActivityFilter of(ActivityPreset view, String me) {
        return new ActivityFilter(
                view,
                me,
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** For a single generation or account, the parts of bulk actions are listed individually. */
    boolean isOfOne() {
        return generation.isPresent() || user.isPresent();
    }

    /** The views of Activity. */
    public enum ActivityPreset {
        ALL,
        /** Actions of this console's user. */
        MINE,
        BULK,
        /** Automatic reactions of engines to problems, except failing a generation. */
        REPAIRS,
        /** Grants and adjustments. */
        CREDITS
    }
}
