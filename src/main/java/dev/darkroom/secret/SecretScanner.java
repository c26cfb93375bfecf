package dev.darkroom.secret;

import dev.darkroom.secret.SecretRedactor.SecretFinder;
import dev.darkroom.secret.SecretValue.SecretName;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds secrets by their format, from left to right. Hand-written because every log line passes through it: each look ahead or
 * back is bounded or advances the scan, so no text can make it slow, which one large regular expression cannot guarantee.
 */
final class SecretScanner implements SecretFinder {
    private static final int NEAR = 4;
    private static final int MAX_LOGIN_LENGTH = 500;
    private static final int UNKNOWN = -2;
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** The schemes of {@code Authorization} that are kept. */
    private static final List<String> SCHEMES = List.of(
            "Bearer",
            "Key",
            "Basic",
            "Token",
            "ApiKey",
            "Api-Key",
            "OAuth",
            "JWT",
            "Negotiate",
            "NTLM",
            "Digest",
            "DPoP");

    private final String text;
    private int begin;
    private int end;
    private int lastAt = UNKNOWN;

    SecretScanner(String text) {
        this.text = text;
    }

    @Override
    public int begin() {
        return begin;
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public boolean next(int from) {
        for (int at = from; at < text.length(); at++) {
            boolean found = switch (text.charAt(at)) {
                case '=', ':' -> separator(at, 1);
                case '%' -> encoded(at);
                case ' ', '\t' -> scheme(at, at + 1);
                case 'e' -> jwt(at);
                case 's' -> supabaseKey(at);
                case '-' -> privateKey(at);
                default -> false;
            };
            if (found) {
                return true;
            }
        }
        return false;
    }

    private boolean found(int first, int behindLast) {
        begin = first;
        end = behindLast;
        return behindLast > first;
    }

    private boolean encoded(int at) {
        for (String sign : new String[] {"%3D", "%3A", "%253D", "%253A"}) {
            if (text.regionMatches(true, at, sign, 0, sign.length())) {
                return separator(at, sign.length());
            }
        }
        return text.startsWith("%20", at) && scheme(at, at + 3);
    }

    private boolean separator(int at, int length) {
        if (length == 1 && text.startsWith("://", at)) {
            return userInfo(at);
        }
        SecretName name = SecretName.before(text, at);
        int value = skipBlanks(at + length);
        return switch (name) {
            case NONE -> falKey(at, at + length);
            case COOKIE ->
                !text.startsWith(SecretRedactor.MASK, value) && found(value, SecretValue.lineEnd(text, value));
            case AUTHORIZATION -> authorization(value);
            case VALUE, ONLY_WITH_EQUALS -> value(name, at, value, length);
        };
    }

    private boolean value(SecretName name, int at, int value, int length) {
        if (name == SecretName.ONLY_WITH_EQUALS && text.charAt(at) == ':') {
            return false;
        }
        int first = SecretValue.begin(text, value);
        if (text.startsWith(SecretRedactor.MASK, first)) {
            return false;
        }
        int last = SecretValue.end(text, value, length > 1);
        return !SecretValue.harmless(text, first, last) && found(first, last);
    }

    /**
     * Matches {@code Authorization: Key id:secret}, keeping the scheme; also a bare value. The first of two words may be either
     * a scheme or the secret: without a scheme of a known name both are masked.
     */
    private boolean authorization(int at) {
        int bare = SecretValue.begin(text, at);
        int first = bare;
        for (String scheme : SCHEMES) {
            if (text.regionMatches(true, first, scheme, 0, scheme.length())) {
                int behind = skipBlanks(first + scheme.length());
                first = behind > first + scheme.length() ? behind : first;
            }
        }
        if (text.startsWith(SecretRedactor.MASK, first)) {
            return false;
        }
        int last = SecretValue.plainEnd(text, first, false);
        if (first > bare && last > first && text.charAt(last - 1) == '=') {
            last = SecretValue.end(text, last, false); // token="x"
        } else if (first == bare) {
            last = secondWordEnd(last);
        }
        return found(first, last);
    }

    /** Returns the end of the word that follows after blanks; the same position if there is none, or the name of a value. */
    private int secondWordEnd(int end) {
        int first = skipBlanks(end);
        int last = SecretValue.plainEnd(text, first, false);
        if (first == end || last == first) {
            return end;
        }
        int sign = text.substring(first, last).indexOf('=');
        boolean named =
                text.charAt(last - 1) == ':' || sign >= 0 && text.charAt(Math.min(first + sign + 1, last - 1)) != '=';
        return named ? end : last;
    }

    /**
     * Matches {@code user:password@} after {@code ://}. A password may contain any character that was not encoded by mistake,
     * even a slash, so the last at sign counts: that of the whole address for a database, the last one before the path for a
     * web address that has one there.
     */
    private boolean userInfo(int mark) {
        int from = mark + 3;
        if (from > lastAt()) {
            return false;
        }
        boolean database = word("postgresql", mark) || word("postgres", mark);
        int colon = -1;
        int path = -1;
        int last = -1;
        int limit = Math.min(text.length(), from + MAX_LOGIN_LENGTH);
        for (int i = from; i < limit && !endsAddress(text.charAt(i)); i++) {
            switch (text.charAt(i)) {
                case ':' -> colon = colon < 0 && path < 0 ? i : colon;
                case '@' -> last = path < 0 || database || last < 0 || last > path ? i : last;
                case '/', '?', '#' -> path = path < 0 ? i : path;
                default -> {}
            }
        }
        boolean login = colon >= 0 && colon < last && (database || last < path || path < 0 || !isPort(colon + 1, path));
        return login && !text.startsWith(SecretRedactor.MASK + "@", colon + 1) && found(colon + 1, last);
    }

    private static boolean endsAddress(char c) {
        return c <= ' ' || c == '"' || c == '\'' || c == '<' || c == '>';
    }

    private boolean isPort(int from, int to) {
        return to > from && text.substring(from, to).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private int lastAt() {
        if (lastAt == UNKNOWN) {
            lastAt = text.lastIndexOf('@');
        }
        return lastAt;
    }

    /** Matches a bare fal key, {@code uuid:hex}; the first half is kept, because it only names the key. */
    private boolean falKey(int colon, int value) {
        int uuid = colon - 36;
        if (uuid < 0 || text.charAt(colon - 13) != '-') {
            return false;
        }
        int last = value;
        while (last < text.length() && Character.digit(text.charAt(last), 16) >= 0) {
            last++;
        }
        return last - value >= 16
                && !wordBefore(uuid)
                && UUID.matcher(text).region(uuid, colon).matches()
                && found(value, last);
    }

    /** Matches {@code Bearer x}, {@code Basic x}, {@code Key id:secret} anywhere. */
    private boolean scheme(int blank, int value) {
        char lastLetter = blank == 0 ? ' ' : text.charAt(blank - 1);
        if ("rcyRCY".indexOf(lastLetter) < 0
                || !word("bearer", blank) && !word("basic", blank) && !word("key", blank)) {
            return false;
        }
        int first = skipBlanks(value);
        int last = first;
        while (last < text.length() && SecretValue.tokenChar(text.charAt(last))) {
            last++;
        }
        boolean secret = word("bearer", blank) && SecretValue.bearer(text.substring(first, last))
                || word("basic", blank) && SecretValue.basic(text.substring(first, last));
        if (!secret && word("key", blank) && last - first >= 4 && last < text.length() && text.charAt(last) == ':') {
            int behind = SecretValue.plainEnd(text, last + 1, false);
            return behind - last > 6 && found(first, behind);
        }
        return secret && found(first, last);
    }

    private boolean jwt(int at) {
        if (!text.startsWith("eyJ", at) || wordBefore(at)) {
            return false;
        }
        int head = run(at);
        int body = head - at < 10 || head >= text.length() || text.charAt(head) != '.' ? head : run(head + 1);
        int last = body < text.length() && text.charAt(body) == '.' ? run(body + 1) : body;
        return body > head + 4 && found(at, last);
    }

    private boolean supabaseKey(int at) {
        boolean key = text.startsWith("sb_secret_", at) || text.startsWith("sb_publishable_", at);
        return key && !wordBefore(at) && found(at, run(at));
    }

    private boolean privateKey(int at) {
        if (!text.startsWith("-----BEGIN ", at)) {
            return false;
        }
        String opening = text.substring(at, Math.min(at + 50, text.length()));
        int label = opening.indexOf("PRIVATE KEY-----");
        int first = at + label + "PRIVATE KEY-----".length();
        int last = label < 0 ? -1 : text.indexOf("-----END", first);
        return label >= 0 && found(first, last < 0 ? withoutLastNewline() : last);
    }

    private int withoutLastNewline() {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return end;
    }

    private boolean word(String word, int end) {
        int start = end - word.length();
        return start >= 0 && text.regionMatches(true, start, word, 0, word.length()) && !wordBefore(start);
    }

    private boolean wordBefore(int at) {
        return at > 0 && SecretValue.wordChar(text.charAt(at - 1));
    }

    private int run(int from) {
        int at = from;
        while (at < text.length() && SecretValue.wordChar(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < text.length() && at < from + NEAR && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }
}
