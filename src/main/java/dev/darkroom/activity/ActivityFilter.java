package dev.darkroom.activity;

import dev.darkroom.database.UuidRange;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which lines of Activity are wanted. Empty sets do not narrow.
 *
 * @param me whom {@link ActivityPreset#MINE} means
 * @param who a part of the name of who did it
 * @param words a part of the reason, the outcome or what it was about
 * @param from the first moment that counts
 * @param until the first moment that does not count any more
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

    /** One generation or account is looked at: the parts of bulk actions count one by one. */
    boolean isOfOne() {
        return generation.isPresent() || user.isPresent();
    }
}
