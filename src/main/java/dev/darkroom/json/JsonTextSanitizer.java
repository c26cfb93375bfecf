package dev.darkroom.json;

/**
 * Makes text that came from outside storable: PostgreSQL refuses NUL in a text, and half a surrogate pair is no character in
 * UTF-8 at all, so either stops the statement that carries it. Every value that is written to a text column passes here. It is for
 * values, never for JSON text, where the same characters stand as escapes.
 */
public final class JsonTextSanitizer {
    private static final char REPLACEMENT = '\uFFFD';

    private JsonTextSanitizer() {}

    /** The text without NUL, each half of a surrogate pair replaced by U+FFFD; the same object when nothing is wrong with it. */
    public static String clean(String text) {
        int first = firstFault(text);
        if (first == text.length()) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length()).append(text, 0, first);
        for (int at = first; at < text.length(); ) {
            int point = text.codePointAt(at);
            if (isLoneSurrogate(point)) {
                clean.append(REPLACEMENT);
            } else if (point != 0) {
                clean.appendCodePoint(point);
            }
            at += Character.charCount(point);
        }
        return clean.toString();
    }

    /** {@link #clean} and at most {@code longest} characters, with an ellipsis where something was cut off; no character is halved. */
    public static String clean(String text, int longest) {
        if (text.length() <= longest) {
            return clean(text);
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return clean(text.substring(0, end)) + "…";
    }

    public static boolean isClean(String text) {
        return firstFault(text) == text.length();
    }

    private static int firstFault(String text) {
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (point == 0 || isLoneSurrogate(point)) {
                return at;
            }
            at += Character.charCount(point);
        }
        return at;
    }

    /** A whole pair reads as a code point above the surrogates. */
    private static boolean isLoneSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
