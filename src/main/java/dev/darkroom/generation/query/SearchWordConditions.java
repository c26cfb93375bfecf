package dev.darkroom.generation.query;

import dev.darkroom.database.WhereClause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Builds the conditions on the words that a filter searches for, in prompts, users and errors. */
final class SearchWordConditions {
    /**
     * The fingerprints under which a failure may be counted: the timeline keeps neither very long messages nor that of a
     * generation marked as failed, which are counted by their words.
     */
    private static final String CAUSES = Stream.of("g.error_said", "null")
            .map(said -> "error_fingerprint(coalesce(g.error_code, g.error_kind, 'UNKNOWN'), " + said
                    + ", coalesce(g.error, ''))")
            .collect(Collectors.joining(", ", "array[", "]"));

    private final GenerationFilter filter;
    private final SearchTextMeaning text;
    private final Map<String, Object> values;

    /** @param values receives the words to bind */
    SearchWordConditions(GenerationFilter filter, SearchTextMeaning text, Map<String, Object> values) {
        this.filter = filter;
        this.text = text;
        this.values = values;
    }

    /** Whether words are searched for, which no index of the generations themselves covers. */
    boolean isSearch() {
        return text instanceof SearchTextMeaning.Words
                || hasErrorWords()
                || !causes().isEmpty()
                || !filter.prompt().isEmpty();
    }

    /** Whether an index finds the words faster than scanning the rows: that of the prompt words, or that of the errors. */
    boolean isIndexed() {
        return hasErrorWords()
                ? SearchTextMeaning.hasTrigrams(filter.error())
                : !textWords().isEmpty() || !promptWords().isEmpty();
    }

    List<String> causes() {
        return filter.end() == null ? List.of() : filter.end().causes();
    }

    private List<String> textWords() {
        return text instanceof SearchTextMeaning.Words words ? words.words() : List.of();
    }

    private List<String> promptWords() {
        return filter.prompt().isEmpty()
                ? List.of()
                : SearchTextMeaning.words(filter.prompt()).words();
    }

    boolean hasErrorWords() {
        return !filter.error().isEmpty();
    }

    /** Returns the condition on a generation {@code g}, and binds the words. */
    String condition() {
        List<String> all = new ArrayList<>();
        for (String word : textWords()) {
            String name = "word" + all.size();
            all.add("(g.prompt ilike :" + name + " or g.user_id ilike :" + name
                    + (SearchTextMeaning.hasTrigrams(word) ? " or " + error(name) : "") + ")");
            values.put(name, WhereClause.containing(word));
        }
        for (String word : promptWords()) {
            String name = "word" + all.size();
            all.add("g.prompt ilike :" + name);
            values.put(name, WhereClause.containing(word));
        }
        if (hasErrorWords()) {
            all.add("(" + error("error") + " or g.error_code ilike :error)");
            values.put("error", WhereClause.containing(filter.error()));
        }
        if (!causes().isEmpty()) {
            all.add("g.status = 'FAILED' and " + CAUSES + " && cast(:causes as text[])");
            values.put("causes", causes().toArray(String[]::new));
        }
        return "coalesce(" + String.join(" and ", all) + ", false)";
    }

    /** A completed row may still hold the error of an earlier attempt, which is never shown. */
    private static String error(String name) {
        return "g.status <> 'COMPLETED' and g.error ilike :" + name;
    }

    /**
     * Matches all of them in user and prompt; words without trigrams are left to {@link #condition} if there are others, as
     * they would read the whole index. If there are no others they are searched for in an expression that the index does not
     * cover.
     */
    String indexedWords() {
        String column = hasTrigrams() ? "s.words" : "(s.words || '')";
        return Stream.concat(textNames().stream(), promptNames().stream())
                .map(name -> column + " like lower(cast(:" + name + " as text))")
                .collect(Collectors.joining(" and "));
    }

    /** Matches any of them: a row with none of the words in its error has them all in user and prompt. */
    String errorWords() {
        if (hasErrorWords()) {
            return "(g.error ilike :error or g.error_code ilike :error)";
        }
        return errorNames().stream()
                .map(name -> "g.error ilike :" + name)
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    /** Without a word that an index narrows, the errors are not searched, as all of them would have to be read. */
    List<String> errorNames() {
        return textWords().stream().anyMatch(SearchTextMeaning::hasTrigrams) ? textNames() : List.of();
    }

    private List<String> textNames() {
        return names(textWords(), 0);
    }

    private List<String> promptNames() {
        return names(promptWords(), textWords().size());
    }

    /**
     * Returns the names of the bound words that a trigram index narrows, or of all words if it narrows none; {@code first} is
     * the index of the first.
     */
    private List<String> names(List<String> words, int first) {
        boolean all = !hasTrigrams();
        return IntStream.range(0, words.size())
                .filter(i -> all || SearchTextMeaning.hasTrigrams(words.get(i)))
                .mapToObj(i -> "word" + (first + i))
                .toList();
    }

    private boolean hasTrigrams() {
        return Stream.concat(textWords().stream(), promptWords().stream()).anyMatch(SearchTextMeaning::hasTrigrams);
    }
}
