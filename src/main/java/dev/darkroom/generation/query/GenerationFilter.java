package dev.darkroom.generation.query;

import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.generation.GenerationTriage;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The filter of a list of generations. Empty collections and texts do not filter.
 *
 * @param states as shown by the chip, so "stuck" is one
 * @param models parts of model names; any of them must be in the name
 * @param withoutModels parts of model names; none of them may be in the name
 * @param users a whole user name, or a part of several when no user has exactly this name
 * @param withoutUsers whole user names, or parts of them, as for {@code users}; none of them may be the user
 * @param text an id or its beginning, a request id, or words of the prompt, the error or the user
 * @param error words of the error
 * @param prompt words of the prompt
 * @param olderThan minimum age since the creation; {@code youngerThan} is the maximum
 * @param marks of operators; null does not filter
 * @param end how and when it ended; null does not filter
 */
public record GenerationFilter(
        GenerationPreset view,
        Set<GenerationDiagnosis.State> states,
        Set<MediaKind> kinds,
        List<String> models,
        List<String> withoutModels,
        List<String> users,
        List<String> withoutUsers,
        String text,
        String error,
        String prompt,
        @Nullable Duration olderThan,
        @Nullable Duration youngerThan,
        @Nullable MarkFilter marks,
        @Nullable EndFilter end) {

    /**
     * Generations with any of these marks, optionally also those with none.
     *
     * @param me the operator whose mark {@code MINE} must be
     */
    public record MarkFilter(Set<GenerationTriage.TriageMark> any, boolean none, String me) {
        public MarkFilter {
            any = Set.copyOf(any);
        }
    }

    /**
     * Generations that ended like this.
     *
     * @param causes the fingerprints of {@link dev.darkroom.metric.ErrorGroup}; any of them must be that of the failure
     * @param lost only what fal.ai made, and bills, although the user got nothing for it and the credits back
     * @param until exclusive
     */
    public record EndFilter(
            List<String> causes,
            boolean lost,
            @Nullable Instant from,
            @Nullable Instant until) {
        public EndFilter {
            causes = List.copyOf(causes);
        }
    }

    public GenerationFilter {
        states = Set.copyOf(states);
        kinds = Set.copyOf(kinds);
        models = List.copyOf(models);
        withoutModels = List.copyOf(withoutModels);
        users = List.copyOf(users);
        withoutUsers = List.copyOf(withoutUsers);
        text = text.strip();
        error = error.strip();
        prompt = prompt.strip();
    }

    /** Returns the filter of a whole view. */
    public static GenerationFilter of(GenerationPreset view) {
        return of(view, "");
    }

    public static GenerationFilter of(GenerationPreset view, String text) {
        return new GenerationFilter(
                view, Set.of(), Set.of(), List.of(), List.of(), List.of(), List.of(), text, "", "", null, null, null,
                null);
    }

    GenerationFilter withView(GenerationPreset other) {
        return new GenerationFilter(
                other,
                states,
                kinds,
                models,
                withoutModels,
                users,
                withoutUsers,
                text,
                error,
                prompt,
                olderThan,
                youngerThan,
                marks,
                end);
    }

    /**
     * The fixed views of the list of generations, each in the order that serves it best. Besides {@link #ALL}, every generation
     * is in exactly one of them: those flagged by the monitor in {@link #ATTENTION}, whatever their status, for as long as they
     * are flagged; all others in the view of their status. So a generation that ended without its refund or its link counts
     * among those that an operator must look at, and not a second time as failed or completed.
     */
    public enum GenerationPreset {
        /** Generations that are stuck, or ended without a refund or a link. */
        ATTENTION(true),
        IN_FLIGHT(true),
        WAITING(true),
        FAILED(false),
        /** Separate from failed ones, so that a retry of all failures restarts nothing that somebody has cancelled. */
        CANCELLED(false),
        COMPLETED(false),
        ALL(false);

        private final boolean oldestFirst;

        GenerationPreset(boolean oldestFirst) {
            this.oldestFirst = oldestFirst;
        }

        /** Whether the oldest come first: so for current work, while ended generations are read newest first. */
        public boolean oldestFirst() {
            return oldestFirst;
        }
    }
}
