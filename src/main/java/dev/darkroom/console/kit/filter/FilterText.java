package dev.darkroom.console.kit.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A filter as text: {@code status:failed user:"ana kovac" age:>10m -model:flux sunset}. Parsing never fails: anything that is
 * no chip is a search word. {@code parse(f.text())} equals {@code f}.
 */
public record FilterText(List<FilterTerm> terms) {
    public static final FilterText EMPTY = new FilterText(List.of());

    public FilterText {
        terms = List.copyOf(terms);
    }

    public static FilterText parse(String text) {
        List<FilterTerm> terms = new ArrayList<>();
        Reader reader = new Reader(text);
        while (reader.skipSpaces()) {
            FilterTerm term = reader.term();
            if (!terms.contains(term) && !(term.isWord() && term.value().isEmpty())) {
                terms.add(term);
            }
        }
        return new FilterText(terms);
    }

    public String text() {
        return terms.stream().map(FilterTerm::text).collect(Collectors.joining(" "));
    }

    public boolean isEmpty() {
        return terms.isEmpty();
    }

    /** Returns the chips of one key, in the order typed. */
    public List<FilterTerm> of(String key) {
        return terms.stream().filter(t -> t.key().equals(key)).toList();
    }

    public Optional<FilterTerm> first(String key) {
        return of(key).stream().findFirst();
    }

    /** Returns the values of the {@code key:value} chips that are neither excluded nor compared. */
    public List<String> values(String key) {
        return of(key).stream()
                .filter(t -> !t.excluded() && t.comparison() == FilterTerm.Comparison.IS)
                .map(FilterTerm::value)
                .toList();
    }

    /** Returns the words that are no chips, joined: the search text. */
    public String words() {
        return String.join(" ", values(""));
    }

    public FilterText with(FilterTerm term) {
        List<FilterTerm> more = new ArrayList<>(terms);
        if (!more.contains(term)) {
            more.add(term);
        }
        return new FilterText(more);
    }

    /** Adds a term in place of the other chips of its key. */
    public FilterText withOnly(FilterTerm term) {
        return new FilterText(
                        terms.stream().filter(t -> !t.key().equals(term.key())).toList())
                .with(term);
    }

    /** Adds all terms of the other filter that are not present yet. */
    public FilterText with(FilterText more) {
        FilterText result = this;
        for (FilterTerm term : more.terms()) {
            result = result.with(term);
        }
        return result;
    }

    public FilterText without(FilterTerm term) {
        return new FilterText(terms.stream().filter(t -> !t.equals(term)).toList());
    }

    /** Parses one term after the other. */
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        boolean skipSpaces() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at < text.length();
        }

        FilterTerm term() {
            boolean excluded = text.charAt(at) == '-' && at + 1 < text.length() && !spaceAt(at + 1);
            if (excluded) {
                at++;
            }
            String key = key();
            FilterTerm.Comparison comparison = key == null ? FilterTerm.Comparison.IS : comparison();
            String value = value();
            return new FilterTerm(excluded, key == null ? "" : key, comparison, value);
        }

        /** A key is letters, digits, dots and underscores before a colon; urls keep their colon. */
        private @Nullable String key() {
            int end = at;
            while (end < text.length()
                    && (Character.isLetterOrDigit(text.charAt(end)) || "._".indexOf(text.charAt(end)) >= 0)) {
                end++;
            }
            boolean url = text.startsWith("://", end);
            if (end == at || end >= text.length() || text.charAt(end) != ':' || url) {
                return null;
            }
            String key = text.substring(at, end);
            at = end + 1;
            return key;
        }

        private FilterTerm.Comparison comparison() {
            for (FilterTerm.Comparison comparison : List.of(
                    FilterTerm.Comparison.AT_LEAST,
                    FilterTerm.Comparison.AT_MOST,
                    FilterTerm.Comparison.MORE,
                    FilterTerm.Comparison.LESS)) {
                if (text.startsWith(comparison.sign(), at)) {
                    at += comparison.sign().length();
                    return comparison;
                }
            }
            return FilterTerm.Comparison.IS;
        }

        private String value() {
            if (at < text.length() && text.charAt(at) == '"') {
                return quoted();
            }
            int start = at;
            while (at < text.length() && !spaceAt(at)) {
                at++;
            }
            return text.substring(start, at);
        }

        private String quoted() {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            at++;
            return value.toString();
        }

        private boolean spaceAt(int index) {
            return Character.isWhitespace(text.charAt(index));
        }
    }
}
