package dev.darkroom.secret;

/**
 * A text without its terminal color codes, and where each of its characters stood: a name and its value are often colored
 * separately, and a secret is recognized by what stands next to it.
 */
final class UncoloredText {
    private static final char ESCAPE = 0x1b;

    private final String text;
    /** The places of the characters in the original; empty if it had no codes. */
    private final int[] places;

    private UncoloredText(String text, int[] places) {
        this.text = text;
        this.places = places;
    }

    static UncoloredText of(String original) {
        int code = original.indexOf(ESCAPE);
        if (code < 0) {
            return new UncoloredText(original, new int[0]);
        }
        StringBuilder text = new StringBuilder(original.length());
        int[] places = new int[original.length()];
        for (int at = 0; at < original.length(); ) {
            int behind = codeEnd(original, at);
            if (behind > at) {
                at = behind;
            } else {
                places[text.length()] = at;
                text.append(original.charAt(at++));
            }
        }
        return new UncoloredText(text.toString(), places);
    }

    /** Returns the position after the code that begins here, such as {@code ESC[1;31m}; the same position if none does. */
    private static int codeEnd(String text, int at) {
        if (text.charAt(at) != ESCAPE || !text.startsWith("[", at + 1)) {
            return at;
        }
        int end = at + 2;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '?') {
            end++;
        }
        return end < text.length() && text.charAt(end) >= '@' && text.charAt(end) <= '~' ? end + 1 : at;
    }

    String text() {
        return text;
    }

    /** Returns where the character at this position stood. */
    int begin(int position) {
        return places.length == 0 ? position : places[position];
    }

    /** Returns the place after the character before this position. */
    int end(int position) {
        return places.length == 0 ? position : places[position - 1] + 1;
    }
}
