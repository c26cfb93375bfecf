package dev.darkroom.secret;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Redacts the records of a log one after another. In a log without times, or of a container, each line is a record, so the lines
 * of a private key are recognized by the record that began it, even if it is not among the redacted ones. Not thread-safe.
 */
public final class RecordRedactor {
    private static final String BEGIN = "-----BEGIN ";
    private static final String PRIVATE_KEY = "PRIVATE KEY-----";
    private static final String END = "-----END";

    /** The longest label of a key, such as {@code RSA} or {@code ENCRYPTED}. */
    private static final int MAX_LABEL_LENGTH = 24;

    /** More lines than the longest key in use has. */
    private static final int MAX_KEY_LINES = 200;

    /** Whole lines of a key are longer. */
    private static final int MIN_KEY_LINE = 40;

    /** How many other lines may stand together between those of a key, written by other threads. */
    private static final int MAX_OTHER_LINES = 8;

    /** What may be a line of a key, or its last one: behind a head, or within a string of a JSON object. */
    private static final Pattern KEY_TEXT = Pattern.compile(
            "(?:^|(?<=[\\s\"]))(?=[A-Z0-9+/]*[a-z])(?=[a-z0-9+/]*[A-Z])[A-Za-z0-9+/]{12,}+={0,2}"
                    + "(?=\\s*$|(?:\\\\[rn])*\")",
            Pattern.MULTILINE);

    private int keyLinesLeft;
    private long last = -1;

    /** Whether the records before the last one were redacted or looked up. */
    private boolean beforeKnown;

    /** Returns a record of the log as text, by its number. */
    @FunctionalInterface
    public interface RecordTexts {
        String text(long number) throws IOException;
    }

    /** Redacts a record of a log from which others may have been left out: those before it tell whether it belongs to a key. */
    public String text(String record, long number, RecordTexts log) throws IOException {
        if (number != last && number != last + 1) {
            beforeKnown = false;
            keyLinesLeft = 0;
        }
        last = number;
        if (!beforeKnown && KEY_TEXT.matcher(UncoloredText.of(record).text()).find()) {
            readBefore(number, log);
            beforeKnown = true;
        }
        return text(record);
    }

    /** Finds out whether a key begins before a record and does not end there. */
    private void readBefore(long number, RecordTexts log) throws IOException {
        int others = 0;
        for (int back = 1; back <= Math.min(MAX_KEY_LINES, number) && others < MAX_OTHER_LINES; back++) {
            String before = log.text(number - back);
            if (before.contains(BEGIN) || before.contains(END)) {
                text(before);
                keyLinesLeft = Math.max(0, keyLinesLeft - back + 1);
                return;
            }
            Matcher keyText = KEY_TEXT.matcher(UncoloredText.of(before).text());
            others = keyText.find() && keyText.end() - keyText.start() >= MIN_KEY_LINE ? 0 : others + 1;
        }
    }

    public String text(String record) {
        int end = keyLinesLeft > 0 ? record.indexOf(END) : 0;
        String rest = keyLinesLeft > 0 ? withoutKeyLines(record, end < 0 ? record.length() : end) : record;
        int begin = beginOfKey(record, Math.max(0, end));
        if (begin >= 0) {
            keyLinesLeft = record.indexOf(END, begin) < 0 ? MAX_KEY_LINES : 0;
        } else if (end > 0 || record.startsWith(END)) {
            keyLinesLeft = 0;
        }
        return SecretRedactor.text(rest);
    }

    private static int beginOfKey(String record, int from) {
        int begin = record.lastIndexOf(BEGIN);
        int label = begin < from ? -1 : record.indexOf(PRIVATE_KEY, begin);
        return label >= 0 && label - begin - BEGIN.length() <= MAX_LABEL_LENGTH ? begin : -1;
    }

    private static String withoutKeyLine(String line) {
        UncoloredText plain = UncoloredText.of(line);
        if (isBase64(plain.text())) {
            return SecretRedactor.MASK;
        }
        StringBuilder result = new StringBuilder(line.length());
        int copied = 0;
        for (Matcher key = KEY_TEXT.matcher(plain.text()); key.find(); copied = plain.end(key.end())) {
            result.append(line, copied, plain.begin(key.start())).append(SecretRedactor.MASK);
        }
        return result.append(line, copied, line.length()).toString();
    }

    /** Masks the lines before {@code end} that consist of base64. */
    private String withoutKeyLines(String record, int end) {
        StringBuilder result = new StringBuilder(record.length());
        int from = 0;
        while (from < end) {
            int newline = record.indexOf('\n', from);
            int to = newline < 0 || newline > end ? end : newline;
            int text = to > from && record.charAt(to - 1) == '\r' ? to - 1 : to;
            String line = record.substring(from, text);
            result.append(keyLinesLeft > 0 ? withoutKeyLine(line) : line);
            from = Math.min(end, to + 1);
            result.append(record, text, from);
            keyLinesLeft = Math.max(0, keyLinesLeft - 1);
        }
        return result.append(record, from, record.length()).toString();
    }

    private static boolean isBase64(String line) {
        String text = line.strip();
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '+'
                                || c == '/'
                                || c == '=');
    }

    /**
     * A text without its terminal color codes, and where each of its characters stood: a name and its value are often colored
     * separately, and a secret is recognized by what stands next to it.
     */
    static final class UncoloredText {
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
}
