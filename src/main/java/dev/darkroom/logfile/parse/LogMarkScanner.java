package dev.darkroom.logfile.parse;

import java.nio.charset.StandardCharsets;

/**
 * Finds the end of the mark before a category. A mark is a word without ASCII letters or digits that is not a word of another
 * script: an emoji, whole, truncated, or damaged by a wrong decoding ({@code ğŸš€}), or the question marks that replaced it.
 */
final class LogMarkScanner {
    private static final int MAX = 40;

    /** From U+2000 up to U+2C00, exclusive, there are only symbols. */
    static final byte SYMBOLS_END = (byte) 0xB0;

    /** The first letters of a damaged emoji: its bytes F0, E2 and EF read as Windows-1254 or Windows-1252. */
    private static final String DAMAGED = "ğðâï";

    /** Returns the first position after the marks and their spaces, or {@code from} if the words there are not marks. */
    int end(byte[] b, int from, int to) {
        int limit = Math.min(to, from + MAX);
        int i = from;
        while (i < limit) {
            int word = i;
            while (i < limit && (b[i] < 0 || b[i] == '?')) {
                i++;
            }
            if (i == word) {
                return i;
            }
            if (!isMark(b, word, i)) {
                return from;
            }
            while (i < limit && b[i] == ' ') {
                i++;
            }
        }
        return from;
    }

    private static boolean isMark(byte[] b, int from, int to) {
        byte lead = b[from];
        if (lead == (byte) 0xF0 || lead == '?' || (lead == (byte) 0xE2 && to - from > 1 && b[from + 1] < SYMBOLS_END)) {
            return true;
        }
        int first = new String(b, from, Math.min(4, to - from), StandardCharsets.UTF_8).codePointAt(0);
        return !Character.isLetter(first) || DAMAGED.indexOf(first) >= 0;
    }
}
