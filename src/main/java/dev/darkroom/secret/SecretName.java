package dev.darkroom.secret;

import java.util.List;
import java.util.Locale;
import java.util.Set;

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
