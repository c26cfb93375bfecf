package dev.darkroom.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Takes keys, tokens and passwords out of text. Every message and every log line passes here; the time grows with the length only. */
public final class Redact {
    static final String MASK = "***";

    private static final int LONGEST_PATH = 80;
    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

    private Redact() {}

    /** Makes an exact value unspeakable from now on, whatever its shape, in URLs too. Values under 6 characters are ignored. */
    public static void register(String secret) {
        if (secret.length() >= 6) {
            KNOWN.add(secret);
            KNOWN.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        }
    }

    public static String text(String text) {
        String rest = withoutKnown(text);
        SecretScan scan = new SecretScan(rest);
        if (!scan.next(0)) {
            return rest;
        }
        StringBuilder result = new StringBuilder(rest.length());
        int copied = 0;
        do {
            result.append(rest, copied, scan.begin()).append(MASK);
            copied = scan.end();
        } while (scan.next(copied));
        return result.append(rest, copied, rest.length()).toString();
    }

    /**
     * A web address short enough for a log line: scheme, host and path, its middle left out when long. What stands behind a
     * question mark is only hinted at, for that is where tokens are; the bytes of a {@code data:} address are left out.
     */
    public static String url(String url) {
        if (url.regionMatches(true, 0, "data:", 0, 5)) {
            int comma = url.indexOf(',');
            return url.substring(0, comma < 0 || comma > 60 ? 5 : comma).toLowerCase(Locale.ROOT) + ",…";
        }
        int end = url.length();
        for (String mark : new String[] {"?", "#", "%3F", "%3f"}) {
            int at = url.indexOf(mark);
            end = at >= 0 && at < end ? at : end;
        }
        String hint = end < url.length() ? "?…" : "";
        return TextSanitizer.clean(shortened(text(withoutUser(url.substring(0, end))))) + hint;
    }

    private static String withoutUser(String url) {
        int host = url.indexOf("://") + 3;
        int slash = host < 3 ? -1 : url.indexOf('/', host);
        int at = host < 3
                ? -1
                : url.substring(0, slash < 0 ? url.length() : slash).lastIndexOf('@');
        return at < host ? url : url.substring(0, host) + url.substring(at + 1);
    }

    /** Keeps the beginning and the file name. */
    private static String shortened(String url) {
        int host = url.indexOf("://") + 3;
        int path = url.indexOf('/', Math.max(host, 0));
        if (path < 0 || url.length() - path <= LONGEST_PATH) {
            return url.length() <= 2 * LONGEST_PATH ? url : url.substring(0, 2 * LONGEST_PATH) + "…";
        }
        return url.substring(0, path + LONGEST_PATH / 2) + "…" + url.substring(url.length() - LONGEST_PATH / 2);
    }

    private static String withoutKnown(String text) {
        String result = text;
        for (String secret : KNOWN) {
            if (result.contains(secret)) {
                result = result.replace(secret, MASK);
            }
        }
        return result;
    }
}
