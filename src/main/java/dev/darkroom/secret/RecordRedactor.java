package dev.darkroom.secret;

/**
 * Redacts the records of a log one after another. In a log without times each line is a record, so the lines of a private key
 * are recognized by the record that began it. Not thread-safe.
 */
public final class RecordRedactor {
    private static final String BEGIN = "-----BEGIN ";
    private static final String PRIVATE_KEY = "PRIVATE KEY-----";
    private static final String END = "-----END";

    /** The longest label of a key, such as {@code RSA} or {@code ENCRYPTED}. */
    private static final int MAX_LABEL_LENGTH = 24;

    /** More lines than the longest key in use has. */
    private static final int MAX_KEY_LINES = 200;

    private int keyLinesLeft;

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

    /** Masks the lines before {@code end} that consist of base64. */
    private String withoutKeyLines(String record, int end) {
        StringBuilder result = new StringBuilder(record.length());
        int from = 0;
        while (from < end) {
            int newline = record.indexOf('\n', from);
            int to = newline < 0 || newline > end ? end : newline;
            int text = to > from && record.charAt(to - 1) == '\r' ? to - 1 : to;
            boolean key = keyLinesLeft > 0
                    && isBase64(UncoloredText.of(record.substring(from, text)).text());
            result.append(key ? SecretRedactor.MASK : record.substring(from, text));
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
}
