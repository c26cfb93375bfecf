package dev.darkroom.logfile.parse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** The severity of a record, in ascending order; {@link #NONE} for a line without a level. */
public enum LogLevel {
    NONE,
    TRACE("trace", "trc", "trce", "finer", "finest", "verbose", "vrb"),
    DEBUG("debug", "dbg", "dbug", "fine", "config"),
    INFO("info", "inf", "notice", "success", "information"),
    WARN("warn", "warning", "wrn"),
    ERROR("error", "err", "severe"),
    CRITICAL("critical", "crit", "fatal", "ftl", "alert", "emerg", "emergency", "panic", "dpanic");

    private static final LogLevel[] ALL = values();

    /** No name is longer. */
    static final int MAX_NAME = 11;

    /** The names of each length, the most frequent levels first. */
    private static final LevelName[][] NAMES = new LevelName[MAX_NAME + 1][];

    static {
        Comparator<LevelName> mostFrequentFirst = Comparator.comparing(name -> name.level != INFO);
        for (int length = 0; length < NAMES.length; length++) {
            int wanted = length;
            NAMES[length] = Arrays.stream(ALL)
                    .flatMap(level -> Arrays.stream(level.names).map(name -> new LevelName(level, ascii(name))))
                    .filter(name -> name.lower.length == wanted)
                    .sorted(mostFrequentFirst)
                    .toArray(LevelName[]::new);
        }
    }

    private static final byte[][] ONLY_LEVELS = {
        ascii("info"),
        ascii("warn"),
        ascii("debug"),
        ascii("inf"),
        ascii("wrn"),
        ascii("err"),
        ascii("dbg"),
        ascii("trc"),
    };

    private final String[] names;

    /** @param names in lower case, as written by the logging libraries of Java, Python, Go, Rust, Node and .NET, and by syslog */
    LogLevel(String... names) {
        this.names = names;
    }

    private record LevelName(LogLevel level, byte[] lower) {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Parses the name of a level in any case: WARNING is WARN, FATAL is CRITICAL, SEVERE is ERROR. */
    public static Optional<LogLevel> named(String name) {
        byte[] word = name.getBytes(StandardCharsets.UTF_8);
        LogLevel level = of(word, 0, word.length);
        return level == NONE ? Optional.empty() : Optional.of(level);
    }

    /** Returns the level named by these bytes in any case, otherwise {@link #NONE}. */
    static LogLevel of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > 0 && length <= MAX_NAME) {
            for (LevelName name : NAMES[length]) {
                if (is(name.lower, bytes, from)) {
                    return name.level;
                }
            }
        }
        return NONE;
    }

    /** As {@link #of}, but in capitals only, as in most formats: a word of prose is seldom written so. */
    static LogLevel ofCapitals(byte[] bytes, int from, int to) {
        return to > from && to - from <= MAX_NAME && isCapitals(bytes, from, to) ? of(bytes, from, to) : NONE;
    }

    static boolean isCapitals(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 'A' || bytes[i] > 'Z') {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the name of a level is, in lower case, not also a word with which a sentence may begin. */
    static boolean isOnlyLevel(byte[] bytes, int from, int to) {
        for (byte[] name : ONLY_LEVELS) {
            if (name.length == to - from && ByteScanner.startsWith(bytes, from, to, name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the level of a number: 10 to 60 as in pino and bunyan, 0 to 7 as in syslog. {@link #NONE} for what is no number.
     */
    static LogLevel ofNumber(byte[] bytes, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (to - from > 2 || bytes[i] < '0' || bytes[i] > '9') {
                return NONE;
            }
            number = number * 10 + bytes[i] - '0';
        }
        return from == to ? NONE : number < 8 ? ofSyslog(number) : ALL[Math.clamp((number + 9) / 10, 1, 6)];
    }

    private static LogLevel ofSyslog(int severity) {
        return switch (severity) {
            case 0, 1, 2 -> CRITICAL;
            case 3 -> ERROR;
            case 4 -> WARN;
            case 5, 6 -> INFO;
            default -> DEBUG;
        };
    }

    public static LogLevel at(int ordinal) {
        return ALL[ordinal];
    }

    private static boolean is(byte[] lower, byte[] bytes, int from) {
        for (int i = 0; i < lower.length; i++) {
            if ((bytes[from + i] | 0x20) != lower[i]) {
                return false;
            }
        }
        return true;
    }
}
