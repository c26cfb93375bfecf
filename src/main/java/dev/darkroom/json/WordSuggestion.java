package dev.darkroom.json;

import dev.darkroom.message.CodedMessage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Suggests the word that a person has mistyped. */
public final class WordSuggestion {
    private WordSuggestion() {}

    /** Returns "did you mean ..." when one is close, otherwise all words. */
    public static CodedMessage advice(String typed, List<String> words) {
        String nearest = words.stream()
                .min(Comparator.comparingInt(word -> distance(typed, word)))
                .orElseThrow();
        boolean near = distance(typed, nearest) <= Math.max(2, nearest.length() / 3);
        return near ? CodedMessage.of("word.near", nearest) : CodedMessage.of("word.any", String.join(", ", words));
    }

    /** Returns the Levenshtein distance: how many letters must be changed, added or removed. */
    public static int distance(String typed, String word) {
        String left = typed.toLowerCase(Locale.ROOT);
        String right = word.toLowerCase(Locale.ROOT);
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int changed = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
