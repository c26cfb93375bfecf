package dev.darkroom.json;

/**
 * Makes external text storable: PostgreSQL refuses NUL in text, and half a surrogate pair is not a character in UTF-8, so
 * either makes the statement fail. Every value that is written to a text column passes through here. It is for values, never
 * for JSON text, where the same characters are escaped.
 */
public final class JsonTextSanitizer {
    private static final char REPLACEMENT = '\uFFFD';

    private JsonTextSanitizer() {}

    /**
     * Removes NUL and replaces each half of a surrogate pair by U+FFFD; returns the same object when there is nothing to clean.
     */
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

    /**
     * Does the same as {@link #clean(String)} and cuts to {@code maxLength} characters, with an ellipsis in place of the rest;
     * never splits a character.
     */
    public static String clean(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return clean(text);
        }
        int end = Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
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

    /** A complete pair reads as a code point above the surrogates. */
    private static boolean isLoneSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
