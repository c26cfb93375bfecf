package dev.darkroom.database;

/** Makes any Java text one that PostgreSQL can keep. */
final class StorableText {
    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /**
     * The same text, with U+FFFD for each NUL and each half of a surrogate pair that stands alone: neither exists in a text of
     * PostgreSQL, and a statement for many rows would be refused for the sake of one.
     */
    static String of(String text) {
        int bad = nextBad(text, 0);
        return bad < 0 ? text : replaced(text, bad);
    }

    private static String replaced(String text, int first) {
        StringBuilder result = new StringBuilder(text);
        for (int bad = first; bad >= 0; bad = nextBad(text, bad + 1)) {
            result.setCharAt(bad, REPLACEMENT);
        }
        return result.toString();
    }

    private static int nextBad(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == 0) {
                return at;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && at + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(at + 1));
                if (!pair) {
                    return at;
                }
                at++;
            }
        }
        return -1;
    }
}
