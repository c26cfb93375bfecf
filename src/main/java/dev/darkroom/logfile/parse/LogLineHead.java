package dev.darkroom.logfile.parse;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Parses the beginning of a record: time, level, thread, logger, mark, category. Understands the format of this project
 * ({@code TIME LEVEL [thread] logger - 🚀 [CATEGORY] text}) and that of the older Python backend
 * ({@code TIME - logger - LEVEL - text}), JSON, logfmt, the containers' formats and those of {@link NamedMonthLineHead} and
 * {@link BracketedTimeHead}, and makes the best of others. Positions refer to {@link #bytes}. Not thread-safe.
 */
public final class LogLineHead {
    /** The most bytes of a line that are examined here, unless it is a JSON object. */
    public static final int MAX = 2048;

    /** The most bytes of a line that are examined here if it may be a JSON object. */
    public static final int MAX_OBJECT = JsonLineHead.MAX + MAX;

    /** The first line of a head of two lines is not longer. */
    public static final int MAX_FIRST_LINE = 512;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] DASH = {' ', '-', ' '};
    private static final byte[] BAR = {'|', ' '};
    private static final byte[] STDOUT = {'s', 't', 'd', 'o', 'u', 't', ' '};
    private static final byte[] STDERR = {'s', 't', 'd', 'e', 'r', 'r', ' '};
    private static final int MAX_CONTAINER = 64;

    private final LogTimestampParser timestamp = new LogTimestampParser();
    private final LogMarkScanner mark = new LogMarkScanner();
    private final LevelWordParser levelWord = new LevelWordParser();
    private final StructuredLineHead structured = new StructuredLineHead(timestamp);
    private final BracketedTimeHead bracketed = new BracketedTimeHead(timestamp);
    private byte[] stripped = new byte[0];
    private boolean escapes;
    private int lineEnd;
    private int bytesEnd;

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

    /** The end of the line or, where the head goes on in the line below, a position in that line. */
    public int end;

    /** Whether this line without a time begins a record even after one with a time, as no stack trace has such a line. */
    public boolean begins;

    /** Whether more bytes may change the result. */
    public boolean undecided;

    /** Parses a line alone; true if it begins with a time. All fields are set in either case. */
    public boolean parse(byte[] line, int from, int to) {
        return parse(line, from, to, to);
    }

    /** As {@link #parse(byte[], int, int)}, with the lines below up to {@code available}, in which the head may go on. */
    public boolean parse(byte[] line, int from, int to, int available) {
        // A hole left by a truncation may precede the first character.
        int begin = ByteScanner.skip(line, from, to, (byte) 0);
        boolean timed = read(line, begin, to, available);
        if (escapes) {
            stripped = withoutColours(line, begin, Math.min(to, begin + MAX));
            timed = read(stripped, 0, stripped.length, stripped.length);
            end = to;
            undecided = false;
        }
        return timed;
    }

    private boolean read(byte[] line, int from, int to, int available) {
        bytes = line;
        lineEnd = to;
        bytesEnd = available;
        end = to;
        escapes = false;
        begins = false;
        undecided = false;
        level = LogLevel.NONE;
        threadFrom = threadTo = loggerFrom = loggerTo = 0;
        int limit = Math.min(to, from + MAX);
        int start = skipByteOrderMark(from, limit);
        time = timestamp.parse(line, start, limit);
        message = time == LogTimestampParser.NONE ? untimed(start, limit) : fields(timestamp.end(), limit);
        findCategory(end > to ? Math.min(available, from + MAX) : limit);
        return time != LogTimestampParser.NONE;
    }

    private int skipByteOrderMark(int from, int end) {
        return ByteScanner.startsWith(bytes, from, end, BYTE_ORDER_MARK) ? from + BYTE_ORDER_MARK.length : from;
    }

    private int fields(int from, int end) {
        int i = LogTimestampParser.skipZone(bytes, from, end);
        if (ByteScanner.startsWith(bytes, i - 1, end, DASH)) {
            return pythonFields(i + 2, end);
        }
        if (i < end && bytes[i] == 's') {
            i = behindStream(i, end);
        }
        if (i < end && bytes[i] == '|' && levelWord.parseBetweenBars(bytes, i, end)) {
            level = levelWord.level;
            i = levelWord.end;
        } else {
            i = level(i, end);
        }
        if (level == LogLevel.NONE && i < end) {
            structured.parseLevel(bytes, i, lineEnd, bytesEnd);
            level = structured.level;
            undecided = structured.undecided;
        }
        if (level == LogLevel.NONE) {
            noteEscape(i, end);
        }
        return i < end && bytes[i] == '[' ? threadAndLogger(i, end) : i;
    }

    /** Skips {@code stdout F} and the second time after it, as container runtimes write them. */
    private int behindStream(int from, int end) {
        int tag = from + STDOUT.length;
        boolean stream =
                ByteScanner.startsWith(bytes, from, end, STDOUT) || ByteScanner.startsWith(bytes, from, end, STDERR);
        if (!stream || tag + 1 >= end || (bytes[tag] != 'F' && bytes[tag] != 'P') || bytes[tag + 1] != ' ') {
            return from;
        }
        boolean timedTwice = timestamp.parse(bytes, tag + 2, end) != LogTimestampParser.NONE;
        return timedTwice ? skipSpaces(timestamp.end(), end) : tag + 2;
    }

    /** Parses {@code logger - LEVEL - text}, or {@code LEVEL - text}. */
    private int pythonFields(int from, int end) {
        int first = ByteScanner.indexOf(bytes, from, end, DASH);
        if (first < 0) {
            return from;
        }
        // In lower case it may be the name of a logger.
        level = LogLevel.ofCapitals(bytes, from, first);
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

    /** Parses a level; returns where the text after it begins. */
    private int level(int from, int end) {
        levelWord.parse(bytes, from, end);
        level = levelWord.level;
        return levelWord.end;
    }

    /** Parses thread and logger. A thread name may contain brackets: it ends where {@code ] logger - } follows. */
    private int threadAndLogger(int from, int end) {
        int first = ByteScanner.indexOf(bytes, from, end, (byte) ']');
        for (int i = first; i < end; i = ByteScanner.indexOf(bytes, i + 1, end, (byte) ']')) {
            if (i + 2 < end && bytes[i + 1] == ' ') {
                LogLevel before = level;
                int logger = level == LogLevel.NONE ? level(i + 2, end) : i + 2;
                int loggerEnd = ByteScanner.indexOf(bytes, logger, end, (byte) ' ');
                if (loggerEnd > logger && ByteScanner.startsWith(bytes, loggerEnd, end, DASH)) {
                    threadFrom = from + 1;
                    threadTo = i;
                    loggerFrom = logger;
                    loggerTo = loggerEnd;
                    return loggerEnd + 3;
                }
                // Behind a later bracket without a logger it is a word of the text.
                level = i == first ? level : before;
            }
        }
        return threadOrLevelOnly(from, end);
    }

    /**
     * Parses another format: {@code [INFO] text}, {@code [main] text} or {@code [7] [INFO] text}. A word in capitals is taken
     * for a category.
     */
    private int threadOrLevelOnly(int from, int end) {
        if (level == LogLevel.NONE && levelWord.parseInBrackets(bytes, from, end)) {
            level = levelWord.level;
            return levelWord.end;
        }
        int close = ByteScanner.indexOf(bytes, from, end, (byte) ']');
        int i = skipSpaces(close + 1, end);
        boolean leveled =
                level == LogLevel.NONE && i < end && bytes[i] == '[' && levelWord.parseInBrackets(bytes, i, end);
        boolean thread = leveled && isAmong('0', '9', from + 1);
        for (int at = from + 1; at < close && close < end && !thread; at++) {
            thread = isAmong('a', 'z', at);
        }
        if (!thread) {
            return from;
        }
        threadFrom = from + 1;
        threadTo = close;
        level = leveled ? levelWord.level : level;
        return leveled ? levelWord.end : i;
    }

    private boolean isAmong(char first, char last, int at) {
        return bytes[at] >= first && bytes[at] <= last;
    }

    /** Parses a line that does not begin with a time of the usual form. */
    private int untimed(int from, int end) {
        if (from >= end) {
            return from;
        }
        if (bytes[from] == ByteScanner.ESCAPE) {
            escapes = true;
            return from;
        }
        if (bytes[from] == '[' && bracketed.parse(bytes, from, end)) {
            return bracketed(end);
        }
        int i = plain(from, end);
        if (level != LogLevel.NONE) {
            return i;
        }
        boolean found = structured.parse(bytes, from, lineEnd, bytesEnd);
        takeStructured();
        return found ? structured.message : behindContainer(from, end);
    }

    private int bracketed(int end) {
        time = bracketed.time;
        level = bracketed.level;
        loggerFrom = bracketed.loggerFrom;
        loggerTo = bracketed.loggerTo;
        return level == LogLevel.NONE ? fields(bracketed.end, end) : bracketed.end;
    }

    private void takeStructured() {
        time = structured.time;
        level = structured.level;
        begins = structured.begins;
        undecided = structured.undecided;
        if (structured.logger >= 0) {
            loggerFrom = structured.logger;
            loggerTo = bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        }
        if (structured.secondLine >= 0) {
            end = structured.secondLine;
        }
    }

    /** Parses a line without a time: perhaps {@code LEVEL: text}, {@code LEVEL:logger:text} or {@code LEVEL: TIME text}. */
    private int plain(int from, int end) {
        boolean found = levelWord.parseFirstWord(bytes, from, end)
                || (bytes[from] == '[' && levelWord.parseInBrackets(bytes, from, end));
        level = levelWord.level;
        if (!found || bytes[from] == '[') {
            return levelWord.end;
        }
        int i = levelWord.end;
        begins = levelWord.parseCapitalsWithColon(bytes, from, end);
        time = timestamp.parse(bytes, i, end);
        if (time != LogTimestampParser.NONE) {
            return skipSpaces(timestamp.end(), end);
        }
        if (i < end && bytes[i] == '[') {
            return threadAndLogger(i, end);
        }
        return bytes[i - 1] == ':' ? behindLogger(i, end) : i;
    }

    private int behindLogger(int from, int end) {
        int colon = ByteScanner.indexOf(bytes, from, end, (byte) ':');
        if (colon == end || ByteScanner.indexOf(bytes, from, colon, (byte) ' ') < colon) {
            return from;
        }
        loggerFrom = from;
        loggerTo = colon;
        return colon + 1;
    }

    /** Parses what stands after the name of a container, {@code web-1  | text}. */
    private int behindContainer(int from, int end) {
        int limit = Math.min(end, from + MAX_CONTAINER);
        int i = from;
        while (i < limit && isCategory(bytes[i])) {
            i++;
        }
        int bar = skipSpaces(i, end);
        if (i == from || bar == i || !ByteScanner.startsWith(bytes, bar, end, BAR)) {
            return from;
        }
        int inner = bar + BAR.length;
        if (inner < end && bytes[inner] == '{') {
            structured.parseObjectLine(bytes, inner, lineEnd, bytesEnd);
            takeStructured();
            return from;
        }
        time = timestamp.parse(bytes, inner, end);
        return time == LogTimestampParser.NONE ? plain(inner, end) : fields(timestamp.end(), end);
    }

    /** Finds the category: the first bracketed word of the message, preceded by nothing but marks. */
    private void findCategory(int end) {
        int i = mark.end(bytes, message, end);
        text = i;
        categoryFrom = categoryTo = -1;
        if (i < end && bytes[i] == ByteScanner.ESCAPE) {
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

    static boolean isCategory(byte b) {
        return isLetter(b) || (b >= '0' && b <= '9') || b == '-' || b == '_' || b == '.';
    }

    static boolean isLetter(byte b) {
        return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
    }

    private int skipSpaces(int from, int end) {
        return LevelWordParser.skipSpaces(bytes, from, end);
    }

    private void noteEscape(int from, int end) {
        escapes |= bytes != stripped && ByteScanner.indexOf(bytes, from, end, ByteScanner.ESCAPE) < end;
    }

    /** Returns the line without terminal color codes. */
    public static byte[] withoutColours(byte[] line, int from, int to) {
        byte[] plain = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (line[i] == ByteScanner.ESCAPE && i + 1 < to && line[i + 1] == '[') {
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
