package dev.darkroom.logfile.query;

import dev.darkroom.logfile.parse.LogLevel;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which records are wanted; all conditions must hold.
 *
 * @param categories as in {@code --category}: {@code STORAGE} with its family, {@code =STORAGE} alone, {@code -} for
 *     records without one; several are alternatives, none is no condition
 * @param levels none is no condition
 * @param generation a whole generation id, or its first characters
 * @param text found anywhere in the record, its stack trace included
 * @param since this time or later, as written in the file; records without a time do not match
 * @param until this time or earlier
 * @param facets which values of them; they must have been found, see {@link LogFacets}
 */
public record LogQuery(
        Set<String> categories,
        Set<LogLevel> levels,
        @Nullable String generation,
        @Nullable Pattern text,
        @Nullable LocalDateTime since,
        @Nullable LocalDateTime until,
        Map<LogFacet, LogFacetChoice> facets) {
    public static final LogQuery ALL = new LogQuery(Set.of(), Set.of(), null, null, null, null, Map.of());

    public LogQuery {
        categories = Set.copyOf(categories);
        levels = Set.copyOf(levels);
        facets = Map.copyOf(facets);
    }

    /** Also this category. */
    public LogQuery category(String category) {
        Set<String> more = new LinkedHashSet<>(categories);
        more.add(category);
        return new LogQuery(more, levels, generation, text, since, until, facets);
    }

    public LogQuery levels(Set<LogLevel> wanted) {
        return new LogQuery(categories, wanted, generation, text, since, until, facets);
    }

    /** This level or worse. */
    public LogQuery atLeast(LogLevel level) {
        return levels(EnumSet.range(level, LogLevel.CRITICAL));
    }

    public LogQuery generation(String id) {
        return new LogQuery(categories, levels, id, text, since, until, facets);
    }

    public LogQuery text(Pattern pattern) {
        return new LogQuery(categories, levels, generation, pattern, since, until, facets);
    }

    public LogQuery since(@Nullable LocalDateTime time) {
        return new LogQuery(categories, levels, generation, text, time, until, facets);
    }

    public LogQuery until(@Nullable LocalDateTime time) {
        return new LogQuery(categories, levels, generation, text, since, time, facets);
    }

    /** Of a facet only these values; of the others what was wanted before. */
    public LogQuery facet(LogFacet facet, LogFacetChoice choice) {
        Map<LogFacet, LogFacetChoice> choices = new EnumMap<>(LogFacet.class);
        choices.putAll(facets);
        if (choice.isAll()) {
            choices.remove(facet);
        } else {
            choices.put(facet, choice);
        }
        return facets(choices);
    }

    /** Of each facet only these values; all of those that are not named. */
    public LogQuery facets(Map<LogFacet, LogFacetChoice> choices) {
        return new LogQuery(categories, levels, generation, text, since, until, choices);
    }

    /** What is left to ask when text, generation and facets are looked for by themselves. */
    public LogQuery withoutText() {
        return new LogQuery(categories, levels, null, null, since, until, Map.of());
    }
}
