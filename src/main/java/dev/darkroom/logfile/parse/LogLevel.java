package dev.darkroom.logfile.parse;

import java.util.Locale;
import java.util.Optional;

/** The severity of a record, in ascending order; {@link #NONE} for a line without a level. */
public enum LogLevel {
    NONE,
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    CRITICAL;

    private static final LogLevel[] ALL = values();

    /** Parses the level names of Java and Python in any case: WARNING is WARN, FATAL is CRITICAL, SEVERE is ERROR. */
    public static Optional<LogLevel> named(String name) {
        byte[] word = name.toUpperCase(Locale.ROOT).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        LogLevel level = of(word, 0, word.length);
        return level == NONE ? Optional.empty() : Optional.of(level);
    }

    /** Returns the level named by these bytes in capitals, otherwise {@link #NONE}. */
    static LogLevel of(byte[] bytes, int from, int to) {
        return switch (to - from) {
            case 4 -> is("INFO", bytes, from) ? INFO : is("WARN", bytes, from) ? WARN : NONE;
            case 5 ->
                is("ERROR", bytes, from)
                        ? ERROR
                        : is("DEBUG", bytes, from)
                                ? DEBUG
                                : is("TRACE", bytes, from) ? TRACE : is("FATAL", bytes, from) ? CRITICAL : NONE;
            case 6 -> is("SEVERE", bytes, from) ? ERROR : NONE;
            case 7 -> is("WARNING", bytes, from) ? WARN : NONE;
            case 8 -> is("CRITICAL", bytes, from) ? CRITICAL : NONE;
            default -> NONE;
        };
    }

    public static LogLevel at(int ordinal) {
        return ALL[ordinal];
    }

    private static boolean is(String name, byte[] bytes, int from) {
        for (int i = 0; i < name.length(); i++) {
            if (bytes[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
