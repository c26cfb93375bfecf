package dev.darkroom.secret;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds where a value after a secret's name begins and ends. Every search stops at the end of the line. */
final class SecretValue {
    private static final String ENDS = "\"'&;,<>)}]|`";
    private static final Set<String> HARMLESS = Set.of("null", "none", "undefined", "true", "false", "{", "[", "(");
    private static final Set<String> PROSE =
            Set.of("authentication", "authorization", "credentials", "required", "challenge");

    private SecretValue() {}

    /** Returns the position after the opening quote, if there is one. */
    static int begin(String text, int at) {
        int quote = quote(text, at);
        return quote < 0 ? at : quote + 1;
    }

    static int end(String text, int at, boolean percentEncoded) {
        int quote = quote(text, at);
        return quote < 0
                ? plainEnd(text, at, percentEncoded)
                : quotedEnd(text, quote + 1, text.charAt(quote), quote - at);
    }

    /**
     * Returns the end of an unquoted value: whitespace or a character that requires quotes; in percent-encoded text also an
     * encoded {@code &}.
     */
    static int plainEnd(String text, int from, boolean percentEncoded) {
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean escapedQuote = c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '"';
            boolean encodedEnd =
                    c == '%' && percentEncoded && (text.startsWith("%26", at) || text.startsWith("%2526", at));
            if (c <= ' ' || escapedQuote || encodedEnd || ENDS.indexOf(c) >= 0) {
                return at;
            }
        }
        return text.length();
    }

    static int lineEnd(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        return at;
    }

    /** Returns whether the value is a literal such as null, and not a secret. */
    static boolean harmless(String text, int first, int last) {
        return last - first <= 9 && HARMLESS.contains(text.substring(first, last));
    }

    static boolean bearer(String value) {
        return value.length() >= 8 && !PROSE.contains(value);
    }

    /** Returns whether the value is base64 rather than the word after "basic" in a sentence. */
    static boolean basic(String value) {
        return value.length() >= 8 && (value.endsWith("=") || value.chars().anyMatch(c -> c >= '0' && c <= '9'));
    }

    static boolean wordChar(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
    }

    static boolean tokenChar(char c) {
        return wordChar(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
    }

    /** Returns the quote at this position, after at most eight backslashes (JSON inside JSON); -1 if there is none. */
    private static int quote(String text, int from) {
        int at = from;
        while (at < text.length() && at < from + 8 && text.charAt(at) == '\\') {
            at++;
        }
        return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'') ? at : -1;
    }

    /** Finds the closing quote, which has as many backslashes as the opening one; one with more is part of the value. */
    private static int quotedEnd(String text, int from, char quote, int depth) {
        int slashes = 0;
        for (int at = from; at < text.length() && text.charAt(at) != '\n'; at++) {
            char c = text.charAt(at);
            boolean closes = depth == 0 ? slashes % 2 == 0 : slashes % (2 * depth + 2) == depth;
            if (c == quote && closes) {
                return at - depth;
            }
            slashes = c == '\\' ? slashes + 1 : 0;
        }
        return lineEnd(text, from);
    }

    /** Classifies a value by the name in front of its {@code :} or {@code =}. */
    enum SecretName {
        NONE,
        /** The value is a secret. */
        VALUE,
        /** Also an ordinary word in prose, so only {@code name=value} counts. */
        ONLY_WITH_EQUALS,
        /** A scheme and a secret. */
        AUTHORIZATION,
        /** The rest of the line is secret. */
        COOKIE;

        private static final int MAX_LENGTH = 64;
        private static final List<String> SECRETS = List.of(
                "token",
                "password",
                "passwd",
                "passphrase",
                "secret",
                "apikey",
                "falkey",
                "supabasekey",
                "servicekey",
                "rolekey",
                "anonkey",
                "accesskey",
                "secretkey",
                "privatekey",
                "signingkey",
                "webhooksignature",
                "xsignature");
        private static final String LAST_LETTERS = "degntyDEGNTY";
        private static final Set<String> SHORT = Set.of("pwd", "jwt", "sig", "signature");

        /** Classifies the name that ends at {@code end}, quoted or not: {@code "api_key"}, {@code \"token\"}, {@code FAL_KEY}. */
        static SecretName before(String text, int end) {
            int last = end;
            for (int blanks = 0; blanks < 4 && last > 0 && text.charAt(last - 1) == ' '; blanks++) {
                last--;
            }
            if (last > 0 && (text.charAt(last - 1) == '"' || text.charAt(last - 1) == '\'')) {
                last--;
                for (int slashes = 0; slashes < 8 && last > 0 && text.charAt(last - 1) == '\\'; slashes++) {
                    last--;
                }
            }
            // Nearly every colon and equals sign of a log follows something else, so check the last letter first.
            if (last == 0 || LAST_LETTERS.indexOf(text.charAt(last - 1)) < 0) {
                return NONE;
            }
            int first = last;
            while (first > 0 && last - first < MAX_LENGTH && SecretValue.wordChar(text.charAt(first - 1))) {
                first--;
            }
            return of(text.substring(first, last));
        }

        private static SecretName of(String word) {
            String name = word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
            if (name.endsWith("authorization")) {
                return AUTHORIZATION;
            }
            if (name.equals("cookie") || name.equals("setcookie")) {
                return COOKIE;
            }
            if (SHORT.contains(name)) {
                return ONLY_WITH_EQUALS;
            }
            for (String secret : SECRETS) {
                if (name.endsWith(secret)) {
                    return VALUE;
                }
            }
            return NONE;
        }
    }
}
