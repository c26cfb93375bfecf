package dev.darkroom.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Takes keys, tokens and passwords out of text. Every message and every log line passes here. */
public final class Redact {
    private static final String MASK = "***";

    /** Shapes that are secrets wherever they stand; group 1 is kept. A new one needs its word in mayHoldShape. */
    static final Pattern SHAPES = Pattern.compile("(?i)"
            + "(\\bauthorization\"?\\s*[:=]\\s*\"?(?:bearer|key|basic)?\\s*)[^\\s\"',;}]+"
            + "|(\\bbearer\\s+)[A-Za-z0-9._~+/=-]{8,}"
            + "|(\\bkey\\s+)[A-Za-z0-9-]{4,}:[A-Za-z0-9._-]+"
            + "|([?&]?\\b(?:token|apikey|password|secret|fal_key|service_key|x-signature)\"?\\s*[=:]\\s*\"?)[^\\s&\"',;}]+"
            + "|(://[^/\\s:@]+:)[^@\\s/]+(?=@)"
            + "|()\\bsb_(?:secret|publishable)_[A-Za-z0-9_-]+"
            + "|()\\beyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]*)?");

    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

    private Redact() {}

    /** Makes an exact value unspeakable from now on, whatever its shape. Values under 6 characters are ignored. */
    public static void register(String secret) {
        if (secret.length() >= 6) {
            KNOWN.add(secret);
        }
    }

    public static String text(String text) {
        String result = text;
        for (String secret : KNOWN) {
            if (result.contains(secret)) {
                result = result.replace(secret, MASK);
            }
        }
        return mayHoldShape(result) ? withoutShapes(result) : result;
    }

    /** One cheap look for the fixed word of every shape: most lines of the log hold none, and the pattern costs 10 µs each. */
    static boolean mayHoldShape(String text) {
        for (int i = 0; i < text.length(); i++) {
            boolean found = switch (text.charAt(i)) {
                case ':' -> text.startsWith("://", i);
                case '_' -> word(text, i - 2, "sb_");
                case 'b', 'B' -> word(text, i, "bearer");
                case 'c', 'C' -> word(text, i - 2, "secret");
                case 'g', 'G' -> word(text, i - 2, "signature");
                case 'j', 'J' -> word(text, i - 2, "eyj");
                case 'k', 'K' -> word(text, i, "key") || word(text, i - 2, "token");
                case 'w', 'W' -> word(text, i - 4, "password");
                case 'z', 'Z' -> word(text, i - 7, "authorization");
                default -> false;
            };
            if (found) {
                return true;
            }
        }
        return false;
    }

    private static boolean word(String text, int at, String word) {
        return text.regionMatches(true, at, word, 0, word.length());
    }

    private static String withoutShapes(String text) {
        return SHAPES.matcher(text).replaceAll(match -> {
            for (int group = 1; group <= match.groupCount(); group++) {
                String kept = match.group(group);
                if (kept != null) {
                    return java.util.regex.Matcher.quoteReplacement(kept) + MASK;
                }
            }
            return MASK;
        });
    }

    public static String url(String url) {
        return text(url);
    }
}
