package dev.darkroom.console.generations;

import dev.darkroom.console.kit.filter.FilterReader;
import dev.darkroom.console.kit.filter.FilterTerm;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.filter.FilterTime;
import dev.darkroom.fal.catalog.MediaKind;
import dev.darkroom.generation.GenerationTriage.TriageMark;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Filter chips parsed into a filter; invalid terms are left out and named in {@code problems}. */
public record GenerationFilterParser(GenerationFilter filter, List<String> problems) {
    public GenerationFilterParser {
        problems = List.copyOf(problems);
    }

    /**
     * @param me the actor that {@code mark:mine} stands for
     * @param now the time that {@code ended:2h} counts back from, with the zone of days
     */
    static GenerationFilterParser of(GenerationPreset view, FilterText text, String me, ZonedDateTime now) {
        return new Reader(view, me, now).read(text);
    }

    /** Returns a state as it is typed: {@code at-fal}. */
    public static String word(GenerationDiagnosis.State state) {
        return FilterReader.word(state.name());
    }

    /** Returns a mark as it is typed: {@code waiting-for-fal}. */
    public static String word(TriageMark mark) {
        return FilterReader.word(mark.name());
    }

    private static final class Reader {
        private static final Set<String> EXCLUDABLE = Set.of("status", "model", "user");
        private final GenerationPreset view;
        private final Set<GenerationDiagnosis.State> states = EnumSet.noneOf(GenerationDiagnosis.State.class);
        private final Set<GenerationDiagnosis.State> withoutStates = EnumSet.noneOf(GenerationDiagnosis.State.class);
        private final Set<MediaKind> kinds = EnumSet.noneOf(MediaKind.class);
        private final List<String> models = new ArrayList<>();
        private final List<String> withoutModels = new ArrayList<>();
        private final List<String> users = new ArrayList<>();
        private final List<String> withoutUsers = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();
        private final List<String> prompts = new ArrayList<>();
        private final List<String> words = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private @Nullable Duration older;
        private final Set<TriageMark> marks = EnumSet.noneOf(TriageMark.class);
        private final String me;
        private @Nullable Duration younger;
        private boolean unmarked;
        private final List<String> causes = new ArrayList<>();
        private final ZonedDateTime now;
        private FilterTime ended = FilterTime.ALWAYS;
        private boolean lost;

        Reader(GenerationPreset view, String me, ZonedDateTime now) {
            this.view = view;
            this.me = me;
            this.now = now;
        }

        GenerationFilterParser read(FilterText text) {
            text.terms().forEach(this::term);
            if (!withoutStates.isEmpty()) {
                Set<GenerationDiagnosis.State> rest =
                        states.isEmpty() ? EnumSet.allOf(GenerationDiagnosis.State.class) : EnumSet.copyOf(states);
                rest.removeAll(withoutStates);
                states.clear();
                states.addAll(rest);
            }
            return new GenerationFilterParser(
                    new GenerationFilter(
                            view,
                            states,
                            kinds,
                            models,
                            withoutModels,
                            users,
                            withoutUsers,
                            String.join(" ", words),
                            String.join(" ", errors),
                            String.join(" ", prompts),
                            older,
                            younger,
                            marks.isEmpty() && !unmarked ? null : new GenerationFilter.MarkFilter(marks, unmarked, me),
                            causes.isEmpty() && !lost && ended.equals(FilterTime.ALWAYS)
                                    ? null
                                    : new GenerationFilter.EndFilter(
                                            causes,
                                            lost,
                                            ended.from().orElse(null),
                                            ended.until().orElse(null))),
                    problems);
        }

        private void term(FilterTerm term) {
            if (term.excluded() && !EXCLUDABLE.contains(term.key())) {
                problems.add(GenerationMessages.get("filter.exclude", term.text()));
                return;
            }
            switch (term.key()) {
                case "status", "state" -> state(term);
                case "model" -> (term.excluded() ? withoutModels : models).add(term.value());
                case "user" -> (term.excluded() ? withoutUsers : users).add(term.value());
                case "kind" -> kind(term);
                case "error" -> errors.add(term.value());
                case "cause" -> causes.add(term.value());
                case "ended" -> ended(term);
                case "billed" -> billed(term);
                case "prompt" -> prompts.add(term.value());
                case "age" -> age(term);
                case "mark" -> mark(term);
                case "", "id", "request" -> words.add(term.value());
                default -> problems.add(GenerationMessages.get("filter.unknown", term.key()));
            }
        }

        private void state(FilterTerm term) {
            Optional<GenerationDiagnosis.State> state = find(GenerationDiagnosis.State.values(), term);
            state.ifPresentOrElse(
                    (term.excluded() ? withoutStates : states)::add,
                    () -> problems.add(GenerationMessages.get("filter.state", term.value())));
        }

        private void mark(FilterTerm term) {
            if (term.value().equalsIgnoreCase("none")) {
                unmarked = true;
            } else {
                find(TriageMark.values(), term)
                        .ifPresentOrElse(
                                marks::add, () -> problems.add(GenerationMessages.get("filter.mark", term.value())));
            }
        }

        private void kind(FilterTerm term) {
            find(MediaKind.values(), term)
                    .ifPresentOrElse(
                            kinds::add, () -> problems.add(GenerationMessages.get("filter.kind", term.value())));
        }

        private static <E extends Enum<E>> Optional<E> find(E[] all, FilterTerm term) {
            String name = FilterReader.name(term);
            return Arrays.stream(all)
                    .filter(e ->
                            e.name().equals(name) || e.name().replace("_", "").equals(name.replace("_", "")))
                    .findFirst();
        }

        private void ended(FilterTerm term) {
            FilterTime.of(term, now.toInstant(), now.getZone())
                    .ifPresentOrElse(
                            time -> ended = ended.and(time),
                            () -> problems.add(GenerationMessages.get("filter.ended", term.value())));
        }

        private void billed(FilterTerm term) {
            if (term.value().equalsIgnoreCase("refunded")) {
                lost = true;
            } else {
                problems.add(GenerationMessages.get("filter.billed", term.value()));
            }
        }

        private void age(FilterTerm term) {
            Optional<Duration> duration = term.duration();
            if (duration.isEmpty()) {
                problems.add(GenerationMessages.get("filter.age", term.value()));
                return;
            }
            switch (term.comparison()) {
                case IS, MORE, AT_LEAST ->
                    older = older == null || duration.get().compareTo(older) > 0 ? duration.get() : older;
                case LESS, AT_MOST ->
                    younger = younger == null || duration.get().compareTo(younger) < 0 ? duration.get() : younger;
            }
        }
    }
}
