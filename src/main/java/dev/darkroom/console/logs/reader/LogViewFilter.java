package dev.darkroom.console.logs.reader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.json.JsonMapping;
import dev.darkroom.logfile.match.SearchExpression;
import dev.darkroom.logfile.parse.LogLevel;
import dev.darkroom.logfile.query.LogFacet;
import dev.darkroom.logfile.query.LogFacet.FacetChoice;
import dev.darkroom.logfile.query.LogQuery;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The filter of a log view.
 *
 * @param hidden the hidden categories, {@code -} for lines without one
 * @param hiddenLevels the hidden levels
 * @param generation only lines of this generation, empty for all
 * @param since only this time or later, null for all; as written in the log
 * @param until only this time or earlier, null for all
 * @param facets which threads and models are shown, empty for all
 * @param search the search text, empty for none
 * @param regex whether the search is a regular expression
 * @param onlyMatches whether lines without a match are left out
 */
public record LogViewFilter(
        Set<String> hidden,
        Set<LogLevel> hiddenLevels,
        String generation,
        @Nullable LocalDateTime since,
        @Nullable LocalDateTime until,
        Map<LogFacet, FacetChoice> facets,
        String search,
        boolean regex,
        boolean onlyMatches) {
    public static final LogViewFilter ALL =
            new LogViewFilter(Set.of(), Set.of(), "", null, null, Map.of(), "", false, false);

    private static final Set<String> NOTHING = Set.of("=nothing at all");

    public LogViewFilter {
        hidden = Set.copyOf(hidden);
        hiddenLevels = Set.copyOf(hiddenLevels);
        facets = Map.copyOf(facets);
        Objects.requireNonNull(generation);
        Objects.requireNonNull(search);
    }

    LogViewFilter hidden(Set<String> categories) {
        return new LogViewFilter(
                categories, hiddenLevels, generation, since, until, facets, search, regex, onlyMatches);
    }

    LogViewFilter hiddenLevels(Set<LogLevel> levels) {
        return new LogViewFilter(hidden, levels, generation, since, until, facets, search, regex, onlyMatches);
    }

    /** Shows or hides these categories. */
    public LogViewFilter categories(Set<String> categories, boolean shown) {
        return hidden(without(hidden, categories, shown));
    }

    /** Shows only these of the {@code known} categories, or all again if that is already so. */
    public LogViewFilter onlyCategories(Set<String> categories, Set<String> known) {
        Set<String> others = without(known, categories, true);
        return hidden(others.equals(hidden) ? Set.of() : others);
    }

    /** Shows or hides these levels. */
    public LogViewFilter levels(Set<LogLevel> levels, boolean shown) {
        return hiddenLevels(without(hiddenLevels, levels, shown));
    }

    /** Shows only these levels, or all again if that is already so. */
    public LogViewFilter onlyLevels(Set<LogLevel> levels) {
        Set<LogLevel> others = without(Set.of(LogLevel.values()), levels, true);
        return hiddenLevels(others.equals(hiddenLevels) ? Set.of() : others);
    }

    private static <T> Set<T> without(Set<T> hidden, Set<T> some, boolean without) {
        Set<T> changed = new HashSet<>(hidden);
        if (without) {
            changed.removeAll(some);
        } else {
            changed.addAll(some);
        }
        return changed;
    }

    public LogViewFilter generation(String id) {
        return new LogViewFilter(hidden, hiddenLevels, id, since, until, facets, search, regex, onlyMatches);
    }

    /** Returns which values of a facet are shown. */
    public FacetChoice facet(LogFacet facet) {
        return facets.getOrDefault(facet, FacetChoice.ALL);
    }

    public LogViewFilter facet(LogFacet facet, FacetChoice choice) {
        Map<LogFacet, FacetChoice> choices =
                LogQuery.ALL.facets(facets).facet(facet, choice).facets();
        return new LogViewFilter(hidden, hiddenLevels, generation, since, until, choices, search, regex, onlyMatches);
    }

    public LogViewFilter between(@Nullable LocalDateTime from, @Nullable LocalDateTime to) {
        return new LogViewFilter(hidden, hiddenLevels, generation, from, to, facets, search, regex, onlyMatches);
    }

    public LogViewFilter search(String text, boolean asRegex) {
        return new LogViewFilter(hidden, hiddenLevels, generation, since, until, facets, text, asRegex, onlyMatches);
    }

    public LogViewFilter onlyMatches(boolean only) {
        return new LogViewFilter(hidden, hiddenLevels, generation, since, until, facets, search, regex, only);
    }

    /** Shows every line; search matches stay marked. */
    public LogViewFilter unfiltered() {
        return ALL.search(search, regex);
    }

    /** Returns whether both have the same search. */
    public boolean searchesLike(LogViewFilter other) {
        return search.equals(other.search) && regex == other.regex;
    }

    public boolean hasRange() {
        return since != null || until != null;
    }

    /**
     * Returns the compiled search, null without a search. It ignores the case of all letters: those other than ASCII only where
     * the search has some, because a search without them is faster. In an expression {@code ^} and {@code $} match at each line.
     *
     * @throws IllegalArgumentException when the expression is invalid or refused, see {@link SearchExpression#compile}
     */
    @Nullable
    public Pattern pattern() {
        if (search.isEmpty()) {
            return null;
        }
        boolean ascii = search.chars().allMatch(c -> c < 0x80);
        int ignoredCase = ascii ? Pattern.CASE_INSENSITIVE : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        return SearchExpression.compile(search, ignoredCase | (regex ? Pattern.MULTILINE : Pattern.LITERAL));
    }

    /** All conditions but the category's, for the counts of the category facet. */
    LogQuery withoutCategories() {
        return leveled(narrowed(timed()));
    }

    /** All conditions but the level's, for the level facet. {@code known} are the categories of the file. */
    LogQuery withoutLevels(Set<String> known) {
        return categories(narrowed(timed()), known);
    }

    /** All conditions but this facet's own. */
    LogQuery withoutFacet(LogFacet facet, Set<String> known) {
        return query(known).facet(facet, FacetChoice.ALL);
    }

    /** All conditions but the time, for the histogram. */
    LogQuery withoutTime(Set<String> known) {
        return categories(leveled(narrowed(LogQuery.ALL)), known);
    }

    LogQuery query(Set<String> known) {
        return categories(withoutCategories(), known);
    }

    private LogQuery timed() {
        LogQuery query = since == null ? LogQuery.ALL : LogQuery.ALL.since(since);
        return until == null ? query : query.until(until);
    }

    private LogQuery narrowed(LogQuery query) {
        LogQuery chosen = query.facets(facets);
        return generation.isEmpty() ? chosen : chosen.generation(generation);
    }

    private LogQuery categories(LogQuery query, Set<String> known) {
        if (hidden.isEmpty() || query.categories().equals(NOTHING)) {
            return query;
        }
        LogQuery narrowed = query;
        for (String category : known) {
            if (!hidden.contains(category)) {
                narrowed = narrowed.category(category.equals("-") ? category : "=" + category);
            }
        }
        return narrowed.categories().isEmpty() ? nothing(narrowed) : narrowed;
    }

    private LogQuery leveled(LogQuery query) {
        Set<LogLevel> shown = new LinkedHashSet<>(Set.of(LogLevel.values()));
        shown.removeAll(hiddenLevels);
        return shown.isEmpty() ? nothing(query) : query.levels(hiddenLevels.isEmpty() ? Set.of() : shown);
    }

    /** All categories or levels hidden means nothing to show, not everything, as an empty set would. */
    private static LogQuery nothing(LogQuery query) {
        return query.category(NOTHING.iterator().next());
    }

    /** Returns the filter as JSON, to keep it between two starts. */
    public static String write(LogViewFilter filter) {
        return JsonMapping.write(filter);
    }

    /** Missing fields do not filter; {@link #ALL} for unreadable text or an invalid search. */
    public static LogViewFilter read(String text) {
        try {
            ObjectNode members = JsonMapping.MAPPER.valueToTree(LogViewFilter.ALL);
            if (!(JsonMapping.parse(text) instanceof ObjectNode given)) {
                return LogViewFilter.ALL;
            }
            members.setAll(given);
            LogViewFilter filter = JsonMapping.MAPPER.treeToValue(members, LogViewFilter.class);
            filter.pattern(); // an invalid expression would end every attempt to read the log
            return filter;
        } catch (JsonProcessingException | IllegalArgumentException _) {
            return LogViewFilter.ALL;
        }
    }
}
