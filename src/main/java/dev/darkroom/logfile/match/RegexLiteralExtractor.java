package dev.darkroom.logfile.match;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Extracts literals from a regular expression such that every match contains at least one of them; null where nothing is
 * certain. Conservative: gives up at any construct it does not know.
 */
final class RegexLiteralExtractor {
    private static final int MAX_LITERALS = 8;
    private static final int RARE = 8;
    private static final int UNKNOWN = Pattern.CANON_EQ | Pattern.COMMENTS;

    /** Letters that, in Unicode matching, also match letters other than their own two cases. */
    private static final String FOLDED = "kKsSiI";

    private final String pattern;
    private final boolean unicodeCase;
    private int at;
    private boolean lost;
    private boolean plain = true;

    /**
     * The literals of an expression.
     *
     * @param any the literals
     * @param all whether containing one of them is sufficient for a match
     */
    record Known(Set<String> any, boolean all) {}

    private RegexLiteralExtractor(String pattern, boolean unicodeCase) {
        this.pattern = pattern;
        this.unicodeCase = unicodeCase;
    }

    /** Returns the literals, or null if nothing is certain. */
    static @Nullable Known of(Pattern pattern) {
        int flags = pattern.flags();
        boolean unicode = (flags & Pattern.CASE_INSENSITIVE) != 0
                && (flags & (Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS)) != 0;
        RegexLiteralExtractor reader = new RegexLiteralExtractor(pattern.pattern(), unicode);
        if ((flags & Pattern.LITERAL) != 0 && (flags & Pattern.CANON_EQ) == 0) {
            return reader.literal();
        }
        if ((flags & UNKNOWN) != 0) {
            return null;
        }
        Set<String> any = reader.alternatives();
        return any == null || reader.lost ? null : new Known(any, reader.plain && !unicode);
    }

    private @Nullable Known literal() {
        Best best = new Best();
        pattern.codePoints().forEach(best::add);
        best.endRun();
        return best.texts == null ? null : new Known(best.texts, best.runs == 1 && !best.broken);
    }

    /** Reads up to the end or a closing parenthesis; null if nothing is certain for one of the alternatives. */
    private @Nullable Set<String> alternatives() {
        Set<String> all = new LinkedHashSet<>();
        boolean certain = true;
        while (true) {
            Set<String> one = sequence();
            certain &= one != null;
            if (one != null) {
                all.addAll(one);
            }
            if (at < pattern.length() && pattern.charAt(at) == '|') {
                at++;
            } else {
                return certain && all.size() <= MAX_LITERALS ? all : null;
            }
        }
    }

    private @Nullable Set<String> sequence() {
        Best best = new Best();
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            item(best);
        }
        best.endRun();
        plain &= best.runs == 1 && !best.broken;
        return best.texts;
    }

    private void item(Best best) {
        int c = pattern.codePointAt(at);
        switch (c) {
            case '(' -> group(best);
            case '[' -> {
                skipClass();
                other(best);
            }
            case '.', '^', '$' -> {
                at++;
                other(best);
            }
            case '\\' -> escape(best);
            default -> {
                at += Character.charCount(c);
                one(best, c);
            }
        }
    }

    private void escape(Best best) {
        char c = at + 1 < pattern.length() ? pattern.charAt(at + 1) : 'Q';
        at += 2;
        if (c < 0x80 && !Character.isLetterOrDigit(c)) {
            one(best, c);
        } else if ("dDwWsSbBAzZhHvVR".indexOf(c) >= 0) {
            other(best);
        } else {
            giveUp();
        }
    }

    /** Reads one character and its quantifier. */
    private void one(Best best, int c) {
        Repeat repeat = repeat();
        if (repeat == Repeat.ONCE) {
            best.add(c);
            return;
        }
        if (repeat == Repeat.SOME) {
            best.add(c);
        }
        best.endRun();
        best.broken = true;
    }

    private void other(Best best) {
        repeat();
        best.endRun();
        best.broken = true;
    }

    private void group(Best best) {
        at++;
        if (pattern.startsWith("?:", at)) {
            at += 2;
        } else if (at < pattern.length() && pattern.charAt(at) == '?') {
            giveUp();
            return;
        }
        Set<String> inner = alternatives();
        if (at >= pattern.length()) {
            giveUp();
            return;
        }
        at++;
        best.endRun();
        best.broken = true;
        if (repeat() != Repeat.PERHAPS && inner != null) {
            best.offer(inner);
        }
    }

    private enum Repeat {
        ONCE,
        SOME,
        PERHAPS
    }

    private Repeat repeat() {
        if (at >= pattern.length()) {
            return Repeat.ONCE;
        }
        Repeat repeat;
        switch (pattern.charAt(at)) {
            case '?', '*' -> repeat = Repeat.PERHAPS;
            case '+' -> repeat = Repeat.SOME;
            case '{' -> {
                int close = pattern.indexOf('}', at);
                repeat = pattern.startsWith("{0", at) || close < 0 ? Repeat.PERHAPS : Repeat.SOME;
                at = close < 0 ? pattern.length() : close;
            }
            default -> {
                return Repeat.ONCE;
            }
        }
        at++;
        if (at < pattern.length() && "?+".indexOf(pattern.charAt(at)) >= 0) {
            at++;
        }
        return repeat;
    }

    /** Skips a simple character class; gives up at nested classes and at escapes within one. */
    private void skipClass() {
        int close = pattern.indexOf(']', at + 2);
        String inner = close < 0 ? "[" : pattern.substring(at + 1, close);
        if (inner.indexOf('[') >= 0 || inner.indexOf('\\') >= 0 || inner.equals("^")) {
            giveUp();
        } else {
            at = close + 1;
        }
    }

    private void giveUp() {
        lost = true;
        at = pattern.length();
    }

    /** Rates a literal: a long one occurs in fewer lines, and a rare letter is found faster than any length. */
    private static int worth(String text) {
        return text.length() + (LiteralMatcher.hasRare(text) ? RARE : 0);
    }

    /** The best literals of a sequence so far. */
    private final class Best {
        private final StringBuilder run = new StringBuilder();
        private @Nullable Set<String> texts;
        private int most;
        private int runs;

        /** Whether the sequence contains anything besides literal text. */
        private boolean broken;

        private void add(int c) {
            if (c == '\n'
                    || c == 0xFFFD
                    || (c >= 0xD800 && c <= 0xDFFF)
                    || (unicodeCase && (c > 0x7F || FOLDED.indexOf(c) >= 0))) {
                endRun();
                broken = true;
            } else {
                run.appendCodePoint(c);
            }
        }

        private void endRun() {
            if (!run.isEmpty()) {
                runs++;
                offer(Set.of(run.toString()));
                run.setLength(0);
            }
        }

        private void offer(Set<String> any) {
            int worth =
                    any.stream().mapToInt(RegexLiteralExtractor::worth).min().orElse(0);
            if (worth > most) {
                texts = any;
                most = worth;
            }
        }
    }
}
