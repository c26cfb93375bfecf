package dev.darkroom.logfile.parse;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads time and level among the members of a JSON object, not of the objects in it: on one line, or pretty-printed over
 * several. Where Docker wrapped a line of text as {@code "log"}, the level is that of the text. Not thread-safe.
 */
final class JsonLineHead {
    /** The most bytes of an object on one line that are examined: Docker cuts lines at 16 KiB and puts the time last. */
    static final int MAX = 32 << 10;

    private static final byte[] WRAPPED_TEXT = "log".getBytes(StandardCharsets.US_ASCII);

    private final LogFields fields;
    private final byte[] text = new byte[LogLineHead.MAX];
    private @Nullable LogLineHead textHead;

    /** Whether the bytes ended before the members did. */
    private boolean ranOut;

    JsonLineHead(LogFields fields) {
        this.fields = fields;
    }

    /** Reads an object that begins and ends on this line; false, knowing nothing, if it is cut off. */
    boolean readLine(byte[] b, int from, int to) {
        fields.clear();
        int end = Math.min(to, from + MAX);
        if (end == to && !isClosed(b, from, to)) {
            return false;
        }
        readMembers(b, from, end);
        return true;
    }

    /**
     * Reads an object whose first line is its brace alone.
     *
     * @return whether more bytes are needed to tell whether it has a time and a level
     */
    boolean readLines(byte[] b, int from, int end) {
        fields.clear();
        readMembers(b, from, end);
        return ranOut && !fields.isComplete();
    }

    private static boolean isClosed(byte[] b, int from, int to) {
        int last = to - 1;
        while (last > from && isBlank(b[last])) {
            last--;
        }
        return b[last] == '}';
    }

    private void readMembers(byte[] b, int from, int end) {
        ranOut = false;
        int i = from + 1;
        do {
            i = skipBlanks(b, i, end);
            i = i < end && b[i] == ',' ? skipBlanks(b, i + 1, end) : i;
            if (i < end && b[i] != '"') {
                return;
            }
            i = readMember(b, i, end);
        } while (i > 0 && !fields.isComplete());
    }

    /** Returns the end of the member, or -1 if there is none. */
    private int readMember(byte[] b, int from, int end) {
        int nameEnd = stringEnd(b, from + 1, end);
        int colon = skipBlanks(b, nameEnd + 1, end);
        if (colon < end && b[colon] != ':') {
            return -1;
        }
        int value = skipBlanks(b, colon + 1, end);
        int valueEnd = value < end ? valueEnd(b, value, end) : end;
        ranOut = valueEnd >= end;
        if (ranOut) {
            return -1;
        }
        take(b, from + 1, nameEnd, value, valueEnd);
        return valueEnd;
    }

    private void take(byte[] b, int nameFrom, int nameTo, int from, int to) {
        if (b[from] != '"') {
            fields.take(b, nameFrom, nameTo, from, to);
            return;
        }
        fields.take(b, nameFrom, nameTo, from + 1, to - 1);
        if (fields.level == LogLevel.NONE
                && nameTo - nameFrom == WRAPPED_TEXT.length
                && ByteScanner.startsWith(b, nameFrom, nameTo, WRAPPED_TEXT)) {
            fields.level = textLevel(b, from + 1, to - 1);
        }
    }

    private LogLevel textLevel(byte[] b, int from, int to) {
        LogLineHead head = textHead == null ? new LogLineHead() : textHead;
        textHead = head;
        int length = unescape(b, from, to);
        head.parse(text, 0, ByteScanner.indexOf(text, 0, length, (byte) '\n'));
        return head.level;
    }

    /** Fills the text as far as there is room; returns its length. */
    private int unescape(byte[] b, int from, int to) {
        int length = 0;
        for (int i = from; i < to && length < text.length; i++) {
            byte one = b[i];
            if (one == '\\' && i + 1 < to) {
                i++;
                one = switch (b[i]) {
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    case 'r' -> '\r';
                    case 'u' -> unicode(b, i + 1, to);
                    default -> b[i];
                };
                i += b[i] == 'u' ? 4 : 0;
            }
            text[length++] = one;
        }
        return length;
    }

    /** Returns the character if it is ASCII: no other one matters for a level. */
    private static byte unicode(byte[] b, int from, int to) {
        if (from + 4 > to || b[from] != '0' || b[from + 1] != '0') {
            return '?';
        }
        int code = Character.digit(b[from + 2], 16) << 4 | Character.digit(b[from + 3], 16);
        return code < 0 || code > 127 ? (byte) '?' : (byte) code;
    }

    /** Returns the end of a value, or {@code end} if it is not known. */
    private static int valueEnd(byte[] b, int from, int end) {
        return switch (b[from]) {
            case '"' -> Math.min(stringEnd(b, from + 1, end) + 1, end);
            case '{', '[' -> nestedEnd(b, from, end);
            default -> {
                int i = from;
                while (i < end && b[i] != ',' && b[i] != '}' && !isBlank(b[i])) {
                    i++;
                }
                yield i;
            }
        };
    }

    private static int nestedEnd(byte[] b, int from, int end) {
        int depth = 0;
        for (int i = from; i < end; i++) {
            switch (b[i]) {
                case '"' -> i = stringEnd(b, i + 1, end);
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            if (depth == 0) {
                return Math.min(i + 1, end);
            }
        }
        return end;
    }

    /** Returns the position of the closing quote, or {@code end}. */
    static int stringEnd(byte[] b, int from, int end) {
        int quote = ByteScanner.indexOf(b, from, end, (byte) '"');
        while (quote < end && isEscaped(b, from, quote)) {
            quote = ByteScanner.indexOf(b, quote + 1, end, (byte) '"');
        }
        return quote;
    }

    private static boolean isEscaped(byte[] b, int from, int quote) {
        int i = quote;
        while (i > from && b[i - 1] == '\\') {
            i--;
        }
        return (quote - i) % 2 != 0;
    }

    private static int skipBlanks(byte[] b, int from, int end) {
        int i = from;
        while (i < end && isBlank(b[i])) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
