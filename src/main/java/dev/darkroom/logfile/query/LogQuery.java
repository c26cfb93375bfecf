package dev.darkroom.logfile.query;

import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogFacet.FacetChoice;
import dev.darkroom.logfile.query.LogFacet.FacetPass;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Selects records; all conditions must hold.
 *
 * @param categories as in {@code --category}: {@code STORAGE} with its family, {@code =STORAGE} alone, {@code -} for records
 *     without one; several are alternatives, an empty set is no condition
 * @param levels an empty set is no condition
 * @param generation a whole generation id, or its first characters
 * @param text matched anywhere in the record, including its stack trace
 * @param since this time or later, as written in the file; records without a time do not match
 * @param until this time or earlier
 * @param facets the accepted values of each facet; the facets must have been scanned, see {@link FacetPass}
 * @param conditions further texts that must or must not be in the record
 */
public record LogQuery(
        Set<String> categories,
        Set<LogLevel> levels,
        @Nullable String generation,
        @Nullable Pattern text,
        @Nullable LocalDateTime since,
        @Nullable LocalDateTime until,
        Map<LogFacet, FacetChoice> facets,
        List<TextCondition> conditions) {
    public static final LogQuery ALL = new LogQuery(Set.of(), Set.of(), null, null, null, null, Map.of(), List.of());

    /** @param wanted whether the text must be in the record, not whether it must not */
    public record TextCondition(Pattern text, boolean wanted) {}

    public LogQuery {
        categories = Set.copyOf(categories);
        levels = Set.copyOf(levels);
        facets = Map.copyOf(facets);
        conditions = List.copyOf(conditions);
    }

    /** Adds this category. */
    public LogQuery category(String category) {
        Set<String> more = new LinkedHashSet<>(categories);
        more.add(category);
        return new LogQuery(more, levels, generation, text, since, until, facets, conditions);
    }

    public LogQuery levels(Set<LogLevel> wanted) {
        return new LogQuery(categories, wanted, generation, text, since, until, facets, conditions);
    }

    /** This level or worse. */
    public LogQuery atLeast(LogLevel level) {
        return levels(EnumSet.range(level, LogLevel.CRITICAL));
    }

    public LogQuery generation(String id) {
        return new LogQuery(categories, levels, id, text, since, until, facets, conditions);
    }

    public LogQuery text(Pattern pattern) {
        return new LogQuery(categories, levels, generation, pattern, since, until, facets, conditions);
    }

    public LogQuery conditions(List<TextCondition> more) {
        return new LogQuery(categories, levels, generation, text, since, until, facets, more);
    }

    public LogQuery since(@Nullable LocalDateTime time) {
        return new LogQuery(categories, levels, generation, text, time, until, facets, conditions);
    }

    public LogQuery until(@Nullable LocalDateTime time) {
        return new LogQuery(categories, levels, generation, text, since, time, facets, conditions);
    }

    /** Accepts only these values of the facet, and leaves the other facets as they are. */
    public LogQuery facet(LogFacet facet, FacetChoice choice) {
        Map<LogFacet, FacetChoice> choices = new EnumMap<>(LogFacet.class);
        choices.putAll(facets);
        if (choice.isAll()) {
            choices.remove(facet);
        } else {
            choices.put(facet, choice);
        }
        return facets(choices);
    }

    /** Accepts only these values of each facet; facets that are not named accept all values. */
    public LogQuery facets(Map<LogFacet, FacetChoice> choices) {
        return new LogQuery(categories, levels, generation, text, since, until, choices, conditions);
    }

    /** Returns this query without its text, generation and facets, for when these are searched separately. */
    public LogQuery withoutText() {
        return new LogQuery(categories, levels, null, null, since, until, Map.of(), conditions);
    }
}
