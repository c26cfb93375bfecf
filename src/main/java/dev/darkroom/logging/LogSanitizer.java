package dev.darkroom.logging;

import dev.darkroom.secret.SecretRedactor;

/** Text as the log may show it: without secrets, and without characters that could forge a line or drive a terminal. */
final class LogSanitizer {
    private LogSanitizer() {}

    /** One line: breaks become the two characters {@code \n}, other control characters {@code \u001b}. Tabs stay. */
    static String line(String text) {
        return escape(SecretRedactor.text(text), false);
    }

    /** Several lines: newlines stay, all else as in one line. */
    static String lines(String text) {
        return text.isEmpty() ? text : escape(SecretRedactor.text(text), true);
    }

    private static String escape(String text, boolean newlines) {
        for (int i = 0; i < text.length(); i++) {
            if (mustEscape(text.charAt(i), newlines)) {
                return escapeFrom(i, text, newlines);
            }
        }
        return text;
    }

    private static String escapeFrom(int start, String text, boolean newlines) {
        StringBuilder result = new StringBuilder(text.length() + 16).append(text, 0, start);
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!mustEscape(c, newlines)) {
                result.append(c);
            } else if (c == '\n') {
                result.append("\\n");
            } else if (c == '\r') {
                result.append("\\r");
            } else {
                result.append(String.format("\\u%04x", (int) c));
            }
        }
        return result.toString();
    }

    /** C0 and C1 controls, and the two Unicode characters that some editors show as a line break. */
    private static boolean mustEscape(char c, boolean newlines) {
        if (c >= ' ') {
            return c >= 0x7f && (c <= 0x9f || c == '\u2028' || c == '\u2029');
        }
        return c != '\t' && !(newlines && c == '\n');
    }
}
