package dev.darkroom.logfile.parse;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Parses the beginning of a line: time, level, thread, logger, mark, category. Understands the format of this project
 * ({@code TIME LEVEL [thread] logger - 🚀 [CATEGORY] text}) and that of the older Python backend
 * ({@code TIME - logger - LEVEL - text}), and makes the best of others. Positions refer to {@link #bytes}. Not thread-safe.
 */
public final class LogLineHead {
    /** The most bytes of a line that are examined here. */
    public static final int MAX = 2048;

    private static final byte ESCAPE = 0x1b;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] DASH = {' ', '-', ' '};

    private final LogTimestampParser timestamp = new LogTimestampParser();
    private final LogMarkScanner mark = new LogMarkScanner();
    private byte[] stripped = new byte[0];
    private boolean escapes;

    public byte[] bytes = stripped;
    public long time;
    public LogLevel level = LogLevel.NONE;
    public int threadFrom;
    public int threadTo;
    public int loggerFrom;
    public int loggerTo;
    public int message;
    public int categoryFrom;
    public int categoryTo;
    public int text;

    /** Parses the line; true if it begins with a time. All fields are set in either case. */
    public boolean parse(byte[] line, int from, int to) {
        // A hole left by a truncation may precede the first character.
        int begin = ByteScanner.skip(line, from, to, (byte) 0);
        int end = Math.min(to, begin + MAX);
        boolean timed = read(line, begin, end);
        if (escapes) {
            stripped = withoutColours(line, begin, end);
            timed = read(stripped, 0, stripped.length);
        }
        return timed;
    }

    private boolean read(byte[] line, int from, int end) {
        bytes = line;
        escapes = false;
        level = LogLevel.NONE;
        threadFrom = threadTo = loggerFrom = loggerTo = 0;
        int start = skipByteOrderMark(from, end);
        time = timestamp.parse(line, start, end);
        int rest = time == LogTimestampParser.NONE ? start : timestamp.end();
        message = time == LogTimestampParser.NONE ? plain(rest, end) : fields(rest, end);
        findCategory(end);
        return time != LogTimestampParser.NONE;
    }

    private int skipByteOrderMark(int from, int end) {
        return ByteScanner.startsWith(bytes, from, end, BYTE_ORDER_MARK) ? from + BYTE_ORDER_MARK.length : from;
    }

    private int fields(int from, int end) {
        int i = skipSpaces(from, end);
        if (ByteScanner.startsWith(bytes, i - 1, end, DASH)) {
            return pythonFields(i + 2, end);
        }
        i = level(i, end);
        if (level == LogLevel.NONE) {
            noteEscape(i, end);
        }
        return i < end && bytes[i] == '[' ? threadAndLogger(i, end) : i;
    }

    /** Parses {@code logger - LEVEL - text}, or {@code LEVEL - text}. */
    private int pythonFields(int from, int end) {
        int first = ByteScanner.indexOf(bytes, from, end, DASH);
        if (first < 0) {
            return from;
        }
        level = LogLevel.of(bytes, from, first);
        if (level != LogLevel.NONE) {
            return first + 3;
        }
        int second = ByteScanner.indexOf(bytes, first + 3, end, DASH);
        int levelEnd = second < 0 ? first + 3 : second;
        level = LogLevel.of(bytes, first + 3, levelEnd);
        if (level == LogLevel.NONE) {
            noteEscape(from, end);
            return from;
        }
        loggerFrom = from;
        loggerTo = first;
        return second + 3;
    }

    private int level(int from, int end) {
        int to = from;
        while (to < end && bytes[to] >= 'A' && bytes[to] <= 'Z') {
            to++;
        }
        level = LogLevel.of(bytes, from, to);
        return level == LogLevel.NONE ? from : skipSpaces(to < end && bytes[to] == ':' ? to + 1 : to, end);
    }

    /** Parses thread and logger. A thread name may contain brackets: it ends where {@code ] logger - } follows. */
    private int threadAndLogger(int from, int end) {
        for (int i = ByteScanner.indexOf(bytes, from, end, (byte) ']');
                i < end;
                i = ByteScanner.indexOf(bytes, i + 1, end, (byte) ']')) {
            if (i + 2 < end && bytes[i + 1] == ' ') {
                int logger = level == LogLevel.NONE ? level(i + 2, end) : i + 2;
                int loggerEnd = ByteScanner.indexOf(bytes, logger, end, (byte) ' ');
                if (loggerEnd > logger && ByteScanner.startsWith(bytes, loggerEnd, end, DASH)) {
                    threadFrom = from + 1;
                    threadTo = i;
                    loggerFrom = logger;
                    loggerTo = loggerEnd;
                    return loggerEnd + 3;
                }
            }
        }
        return threadOrLevelOnly(from, end);
    }

    /** Parses another format: {@code [INFO] text} or {@code [main] text}. A word in capitals is taken for a category. */
    private int threadOrLevelOnly(int from, int end) {
        int close = ByteScanner.indexOf(bytes, from, end, (byte) ']');
        LogLevel inner = close < end ? LogLevel.of(bytes, from + 1, close) : LogLevel.NONE;
        if (inner != LogLevel.NONE && level == LogLevel.NONE) {
            level = inner;
            return skipSpaces(close + 1, end);
        }
        for (int i = from + 1; i < close; i++) {
            if (bytes[i] >= 'a' && bytes[i] <= 'z' && close < end) {
                threadFrom = from + 1;
                threadTo = close;
                return skipSpaces(close + 1, end);
            }
        }
        return from;
    }

    /** Parses a line without a time: perhaps {@code LEVEL: text} or {@code LEVEL:logger:text}. */
    private int plain(int from, int end) {
        if (from < end && bytes[from] == ESCAPE) {
            escapes = true;
            return from;
        }
        int i = level(from, end);
        if (level == LogLevel.NONE) {
            return from;
        }
        if (i < end && bytes[i] == '[') {
            return threadAndLogger(i, end);
        }
        if (bytes[i - 1] == ':') {
            int colon = ByteScanner.indexOf(bytes, i, end, (byte) ':');
            if (colon < end && ByteScanner.indexOf(bytes, i, colon, (byte) ' ') == colon) {
                loggerFrom = i;
                loggerTo = colon;
                return colon + 1;
            }
        }
        return i;
    }

    /** Finds the category: the first bracketed word of the message, preceded by nothing but marks. */
    private void findCategory(int end) {
        int i = mark.end(bytes, message, end);
        text = i;
        categoryFrom = categoryTo = -1;
        if (i < end && bytes[i] == ESCAPE) {
            escapes |= bytes != stripped;
        }
        if (i >= end || bytes[i] != '[') {
            return;
        }
        int to = ByteScanner.indexOf(bytes, i, end, (byte) ']');
        if (to < end && isCategory(bytes, i + 1, to)) {
            categoryFrom = i + 1;
            categoryTo = to;
            text = to + 1 < end && bytes[to + 1] == ' ' ? to + 2 : to + 1;
        }
    }

    /** Checks for letters, digits and {@code - _ .}, beginning with a letter. */
    static boolean isCategory(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isCategory(b[i])) {
                return false;
            }
        }
        return to > from && isLetter(b[from]);
    }

    private static boolean isCategory(byte b) {
        return isLetter(b) || (b >= '0' && b <= '9') || b == '-' || b == '_' || b == '.';
    }

    private static boolean isLetter(byte b) {
        return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
    }

    private int skipSpaces(int from, int end) {
        return ByteScanner.skip(bytes, from, end, (byte) ' ');
    }

    private void noteEscape(int from, int end) {
        escapes |= bytes != stripped && ByteScanner.indexOf(bytes, from, end, ESCAPE) < end;
    }

    /** Returns the line without terminal color codes. */
    public static byte[] withoutColours(byte[] line, int from, int to) {
        byte[] plain = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (line[i] == ESCAPE && i + 1 < to && line[i + 1] == '[') {
                i += 2;
                while (i < to && line[i] < '@') {
                    i++;
                }
            } else {
                plain[length++] = line[i];
            }
        }
        return Arrays.copyOf(plain, length);
    }

    @Nullable
    public String category() {
        return categoryFrom < 0 ? null : string(categoryFrom, categoryTo);
    }

    public String string(int from, int to) {
        return new String(Arrays.copyOfRange(bytes, from, Math.max(from, to)), java.nio.charset.StandardCharsets.UTF_8);
    }
}
