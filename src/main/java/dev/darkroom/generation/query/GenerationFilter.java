package dev.darkroom.generation.query;

import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.generation.GenerationTriage;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
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
     * @param until exclusive
     */
    public record EndFilter(
            List<String> causes,
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
        return new GenerationFilter(
                view, Set.of(), Set.of(), List.of(), List.of(), List.of(), List.of(), "", "", "", null, null, null,
                null);
    }

    GenerationFilter withView(GenerationPreset preset) {
        return with(values -> values.view = preset);
    }

    public GenerationFilter withText(String words) {
        return with(values -> values.text = words);
    }

    public GenerationFilter withError(String words) {
        return with(values -> values.error = words);
    }

    public GenerationFilter withStates(Set<GenerationDiagnosis.State> only) {
        return with(values -> values.states = only);
    }

    public GenerationFilter withModels(List<String> parts) {
        return with(values -> values.models = parts);
    }

    public GenerationFilter withUsers(List<String> names) {
        return with(values -> values.users = names);
    }

    public GenerationFilter withPrompt(String words) {
        return with(values -> values.prompt = words);
    }

    public GenerationFilter withMarks(@Nullable MarkFilter wanted) {
        return with(values -> values.marks = wanted);
    }

    public GenerationFilter withEnd(@Nullable EndFilter wanted) {
        return with(values -> values.end = wanted);
    }

    private GenerationFilter with(Consumer<FilterValues> change) {
        FilterValues values = new FilterValues(this);
        change.accept(values);
        return new GenerationFilter(
                values.view,
                values.states,
                kinds,
                values.models,
                withoutModels,
                values.users,
                withoutUsers,
                values.text,
                values.error,
                values.prompt,
                olderThan,
                youngerThan,
                values.marks,
                values.end);
    }

    /** The values that a copy may change. */
    private static final class FilterValues {
        private GenerationPreset view;
        private Set<GenerationDiagnosis.State> states;
        private List<String> models;
        private List<String> users;
        private String text;
        private String error;
        private String prompt;
        private @Nullable MarkFilter marks;
        private @Nullable EndFilter end;

        FilterValues(GenerationFilter from) {
            view = from.view;
            states = from.states;
            models = from.models;
            users = from.users;
            text = from.text;
            error = from.error;
            prompt = from.prompt;
            marks = from.marks;
            end = from.end;
        }
    }
}
