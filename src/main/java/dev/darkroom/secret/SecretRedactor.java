package dev.darkroom.secret;

import dev.darkroom.json.JsonTextSanitizer;
import dev.darkroom.secret.RecordRedactor.UncoloredText;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Function;

/**
 * Redacts keys, tokens and passwords in text. Every message and every log line passes through here, in time linear in its
 * length.
 */
public final class SecretRedactor {
    public static final String MASK = "***";

    private static final int MAX_PATH_LENGTH = 80;
    private static final KnownSecrets KNOWN = new KnownSecrets();

    private SecretRedactor() {}

    /**
     * Registers an exact value to be redacted, also percent-encoded and in base64: a long one everywhere, a short one where it
     * stands alone, a word only next to a sign of a password.
     */
    public static void register(String secret) {
        KNOWN.add(secret);
    }

    /** Returns all registered values. */
    public static Collection<String> registered() {
        return KNOWN.values();
    }

    /** Masks the secrets in a text, whether or not it is colored; returns the same object if there is nothing to mask. */
    public static String text(String text) {
        return masked(masked(text, KNOWN::in), SecretScanner::new);
    }

    private static String masked(String text, Function<String, SecretFinder> finders) {
        UncoloredText plain = UncoloredText.of(text);
        SecretFinder secret = finders.apply(plain.text());
        if (!secret.next(0)) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        int copied = 0;
        do {
            result.append(text, copied, plain.begin(secret.begin())).append(MASK);
            copied = plain.end(secret.end());
        } while (secret.next(secret.end()));
        return result.append(text, copied, text.length()).toString();
    }

    /** Returns whether a value that stands apart from its name, as in JSON read into a tree, is a secret by that name. */
    public static boolean isSecret(String name, String value) {
        String before = "\"" + name + "\":\"";
        return text(before + value.replace('"', '\'').replace('\\', '/') + '"').startsWith(before + MASK);
    }

    /**
     * Shortens a URL for a log line: scheme, host and path without user info, with the middle of a long path left out. The
     * query is only hinted at, because that is where tokens are; the content of a {@code data:} URL is left out.
     */
    public static String url(String url) {
        if (url.regionMatches(true, 0, "data:", 0, 5)) {
            int comma = url.indexOf(',');
            return url.substring(0, comma < 0 || comma > 60 ? 5 : comma).toLowerCase(Locale.ROOT) + ",…";
        }
        String masked = withoutUser(text(url));
        int end = masked.length();
        for (String mark : new String[] {"?", "#", "%3F", "%3f"}) {
            int at = masked.indexOf(mark);
            end = at >= 0 && at < end ? at : end;
        }
        String hint = end < masked.length() ? "?…" : "";
        return JsonTextSanitizer.clean(shortened(masked.substring(0, end))) + hint;
    }

    private static String withoutUser(String url) {
        int host = url.indexOf("://") + 3;
        if (host < 3) {
            return url;
        }
        int end = host;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        int at = url.lastIndexOf('@', end);
        return at < host ? url : url.substring(0, host) + url.substring(at + 1);
    }

    /** Keeps the beginning and the file name. */
    private static String shortened(String url) {
        int host = url.indexOf("://") + 3;
        int path = url.indexOf('/', Math.max(host, 0));
        if (path < 0 || url.length() - path <= MAX_PATH_LENGTH) {
            return url.length() <= 2 * MAX_PATH_LENGTH ? url : url.substring(0, 2 * MAX_PATH_LENGTH) + "…";
        }
        return url.substring(0, path + MAX_PATH_LENGTH / 2) + "…" + url.substring(url.length() - MAX_PATH_LENGTH / 2);
    }

    /** Finds the secrets of one text, from left to right. */
    interface SecretFinder {
        /** Finds the next secret at or after {@code from}. */
        boolean next(int from);

        /** Returns where the secret found begins. */
        int begin();

        /** Returns the position after it. */
        int end();
    }
}
