package dev.darkroom.logfile.parse;

import java.nio.charset.StandardCharsets;

/**
 * Parses the head of a line in one of the two usual formats, {@code TIME LEVEL [thread] logger - 🚀 [CATEGORY] text} and
 * {@code TIME - logger - LEVEL - 🚀 [CATEGORY] text}, eight bytes at a time. Any other line is reported as {@link #UNSURE} and
 * left to {@link LogLineHead}; where this class has an answer, both agree. Not thread-safe.
 */
public final class FastLineHead {
    /** The line cannot be parsed here. */
    public static final int UNSURE = -1;

    /** The number of bytes after a line that must be readable. */
    public static final int SLACK = 32;

    private static final int MIN_LENGTH = 40;

    private static final long SECONDS = ByteScanner.word(":00.000 ");
    private static final long PUNCTUATION = 0xFF0000_00FD_0000FFL;
    private static final long DIGITS = 0x00F0F0F0_00F0F000L;
    private static final long ZEROS = 0x00303030_00303000L;
    private static final long SIXES = 0x00060606_00060600L;

    private static final long SEVEN = 0x00FFFFFF_FFFFFFFFL;
    private static final long INFO = ByteScanner.word("INFO  [\0");
    private static final long WARN = ByteScanner.word("WARN  [\0");
    private static final long ERROR = ByteScanner.word("ERROR [\0");
    private static final long DEBUG = ByteScanner.word("DEBUG [\0");
    private static final long TRACE = ByteScanner.word("TRACE [\0");
    private static final long FATAL = ByteScanner.word("FATAL [\0");
    private static final long BRACKETS = ByteScanner.repeated((byte) ']');
    private static final long DASH = ByteScanner.word("- \0\0\0\0\0\0");

    private final LogTimestampParser timestamp = new LogTimestampParser();
    private final LogMarkScanner mark = new LogMarkScanner();
    private final CategoryLookup tags;
    private final byte[] minute = "0000-00-00 00:00:00".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private long date;
    private long clock;
    private long minuteMillis;

    /** The time of the last line, as in {@link LogLineHead#time}. */
    public long time;

    /** The last line has no newline before this position. */
    public int seen;

    private int level;

    public FastLineHead(CategoryDictionary tags) {
        this.tags = new CategoryLookup(tags);
    }

    /**
     * Returns the state (category and level) of the record that the line begins, or {@link #UNSURE}. The end of the line need
     * not be known: it is enough that the bytes up to {@code to} are there.
     */
    public int read(byte[] b, int from, int to) {
        int end = Math.min(to, from + LogLineHead.MAX);
        if (end - from < MIN_LENGTH || !readTime(b, from)) {
            return UNSURE;
        }
        int message = fields(b, from + 24, end);
        if (message < 0) {
            return UNSURE;
        }
        int tag = tag(b, message, end);
        return tag < 0 ? UNSURE : tag << 3 | level;
    }

    private boolean readTime(byte[] b, int from) {
        long word = ByteScanner.word(b, from + 16);
        if (((word ^ SECONDS) & PUNCTUATION) != 0
                || (word & DIGITS) != ZEROS
                || (word + SIXES & DIGITS) != ZEROS
                || !readMinute(b, from)) {
            return false;
        }
        int second = (int) (word >>> 8 & 15) * 10 + (int) (word >>> 16 & 15);
        int milli = (int) (word >>> 32 & 15) * 100 + (int) (word >>> 40 & 15) * 10 + (int) (word >>> 48 & 15);
        time = minuteMillis + second * 1000 + milli;
        return second <= 60;
    }

    /** Parses the minute, which on most lines is that of the line before. */
    private boolean readMinute(byte[] b, int from) {
        long newDate = ByteScanner.word(b, from);
        long newClock = ByteScanner.word(b, from + 8);
        return (newDate == date && newClock == clock) || learnMinute(b, from, newDate, newClock);
    }

    private boolean learnMinute(byte[] b, int from, long newDate, long newClock) {
        System.arraycopy(b, from, minute, 0, 16);
        long millis = timestamp.parse(minute, 0, minute.length);
        if (millis == LogTimestampParser.NONE) {
            return false;
        }
        date = newDate;
        clock = newClock;
        minuteMillis = millis;
        return true;
    }

    /** Returns where the message begins, or -1. */
    private int fields(byte[] b, int from, int end) {
        long word = ByteScanner.word(b, from) & SEVEN;
        if (word == INFO) {
            level = LogLevel.INFO.ordinal();
        } else if (word == ERROR) {
            level = LogLevel.ERROR.ordinal();
        } else if (word == WARN) {
            level = LogLevel.WARN.ordinal();
        } else if (word == DEBUG) {
            level = LogLevel.DEBUG.ordinal();
        } else if (word == TRACE) {
            level = LogLevel.TRACE.ordinal();
        } else if (word == FATAL) {
            level = LogLevel.CRITICAL.ordinal();
        } else {
            return (word & 0xFFFF) == DASH ? pythonFields(b, from + 2, end) : -1;
        }
        return afterLogger(b, from + 7, end);
    }

    /** Returns the end of the logger. A thread name may contain brackets: it ends where {@code ] logger - } follows. */
    private static int afterLogger(byte[] b, int from, int end) {
        for (int i = bracket(b, from, end); i + 2 < end && b[i] == ']'; i = bracket(b, i + 1, end)) {
            if (b[i + 1] == ' ') {
                int space = space(b, i + 2, end);
                if (space > i + 2 && isDash(b, space, end)) {
                    return space + 3;
                }
            }
        }
        return -1;
    }

    private int pythonFields(byte[] b, int from, int end) {
        int first = dash(b, from, end);
        int second = first < 0 ? -1 : dash(b, first + 3, end);
        if (second < 0 || LogLevel.ofCapitals(b, from, first) != LogLevel.NONE) {
            return -1;
        }
        level = LogLevel.of(b, first + 3, second).ordinal();
        return level == LogLevel.NONE.ordinal() ? -1 : second + 3;
    }

    private static int dash(byte[] b, int from, int end) {
        int i = space(b, from, end);
        while (i < end && b[i] == ' ') {
            if (isDash(b, i, end)) {
                return i;
            }
            i = space(b, i + 1, end);
        }
        return -1;
    }

    /** Returns the first closing bracket or control character, or {@code end}. */
    private static int bracket(byte[] b, int from, int end) {
        for (int i = from; i < end; i += 8) {
            long word = ByteScanner.word(b, i);
            long found = ByteScanner.zeros(word ^ BRACKETS) | ByteScanner.below(word, ' ');
            if (found != 0) {
                return Math.min(i + ByteScanner.index(found), end);
            }
        }
        return end;
    }

    /** Returns the first space or control character, or {@code end}. */
    private static int space(byte[] b, int from, int end) {
        for (int i = from; i < end; i += 8) {
            long found = ByteScanner.below(ByteScanner.word(b, i), ' ' + 1);
            if (found != 0) {
                return Math.min(i + ByteScanner.index(found), end);
            }
        }
        return end;
    }

    private static boolean isDash(byte[] b, int space, int end) {
        return space + 3 <= end && b[space] == ' ' && b[space + 1] == '-' && b[space + 2] == ' ';
    }

    /** Returns the number of the category, or -1. */
    private int tag(byte[] b, int message, int end) {
        int i = afterMark(b, message, end);
        seen = i;
        if (i >= end || b[i] != '[') {
            return i < end && b[i] == ByteScanner.ESCAPE ? -1 : CategoryDictionary.NONE;
        }
        return tags.number(b, i + 1, end);
    }

    private int afterMark(byte[] b, int from, int end) {
        if (from >= end || (b[from] >= 0 && b[from] != '?')) {
            return from;
        }
        long word = ByteScanner.word(b, from);
        int length = ByteScanner.firstAscii(word);
        int next = from + length + 1;
        boolean symbol = b[from] == (byte) 0xF0 || (b[from] == (byte) 0xE2 && b[from + 1] < LogMarkScanner.SYMBOLS_END);
        // A single mark, one space, and then anything but a mark.
        if (symbol && length < 8 && length > 1 && next < end && b[next - 1] == ' ' && b[next] > ' ' && b[next] != '?') {
            return next;
        }
        return mark.end(b, from, end);
    }

    /** Finds the number of a bracketed category by comparing three words with those seen before. Not thread-safe. */
    private static final class CategoryLookup {
        private static final int SLOTS = 256;
        private static final int MAX_LENGTH = 23;
        private static final long CLOSE = ByteScanner.repeated((byte) ']');

        private final CategoryDictionary tags;
        private final long[] words = new long[SLOTS * 4];

        CategoryLookup(CategoryDictionary tags) {
            this.tags = tags;
        }

        /**
         * Returns {@link CategoryDictionary#NONE} if the brackets hold no category; -1 if it is too long to be decided here.
         */
        int number(byte[] b, int from, int end) {
            long first = ByteScanner.word(b, from);
            long second = 0;
            long third = 0;
            int length;
            long found = ByteScanner.zeros(first ^ CLOSE);
            if (found != 0) {
                length = ByteScanner.index(found);
                first &= ByteScanner.low(length);
            } else {
                second = ByteScanner.word(b, from + 8);
                found = ByteScanner.zeros(second ^ CLOSE);
                if (found != 0) {
                    length = 8 + ByteScanner.index(found);
                    second &= ByteScanner.low(length - 8);
                } else {
                    third = ByteScanner.word(b, from + 16);
                    found = ByteScanner.zeros(third ^ CLOSE);
                    length = found == 0 ? MAX_LENGTH + 1 : 16 + ByteScanner.index(found);
                    third &= ByteScanner.low(length - 16);
                }
            }
            if (length > MAX_LENGTH || from + length >= end) {
                return -1;
            }
            return number(b, from, length, first, second, third | (long) length << 56);
        }

        private int number(byte[] b, int from, int length, long first, long second, long third) {
            long hash = (first ^ second * 31 ^ third) * 0x9E3779B97F4A7C15L;
            int slot = (int) (hash >>> 56) * 4;
            if (words[slot] != first || words[slot + 1] != second || words[slot + 2] != third) {
                words[slot + 3] = learn(b, from, length);
                words[slot] = first;
                words[slot + 1] = second;
                words[slot + 2] = third;
            }
            return (int) words[slot + 3];
        }

        private int learn(byte[] b, int from, int length) {
            return LogLineHead.isCategory(b, from, from + length)
                    ? tags.number(new String(b, from, length, StandardCharsets.US_ASCII))
                    : CategoryDictionary.NONE;
        }
    }
}
