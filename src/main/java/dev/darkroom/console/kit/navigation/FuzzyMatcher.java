package dev.darkroom.console.kit.navigation;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Finds entries by a subsequence of letters: {@code ngen} finds "New generation". */
public final class FuzzyMatcher {
    private FuzzyMatcher() {}

    /** Returns the match score, higher is better, -1 for no match. Word starts and consecutive letters score highest. */
    public static int score(String query, String text) {
        String wanted = query.strip().toLowerCase(Locale.ROOT);
        String lower = text.toLowerCase(Locale.ROOT);
        int found = lower.indexOf(wanted);
        if (found >= 0) {
            return 1000 - found - text.length() + (startsWord(lower, found) ? 500 : 0);
        }
        int score = 0;
        int at = -1;
        for (char letter : wanted.toCharArray()) {
            if (letter == ' ') {
                continue;
            }
            int next = lower.indexOf(letter, at + 1);
            if (next < 0) {
                return -1;
            }
            score += startsWord(lower, next) ? 20 : next == at + 1 ? 10 : 0;
            at = next;
        }
        return score;
    }

    /** Returns the matching entries, best first; all in their order for a blank query. */
    public static <T> List<T> filter(String query, List<T> entries, Function<? super T, String> text) {
        if (query.isBlank()) {
            return entries;
        }
        return entries.stream()
                .filter(entry -> score(query, text.apply(entry)) >= 0)
                .sorted(Comparator.comparingInt((T entry) -> -score(query, text.apply(entry))))
                .toList();
    }

    private static boolean startsWord(String text, int index) {
        return index == 0 || !Character.isLetterOrDigit(text.charAt(index - 1));
    }
}
