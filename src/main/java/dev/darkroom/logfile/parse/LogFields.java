package dev.darkroom.logfile.parse;

import java.nio.charset.StandardCharsets;

/** The time and the level among the named fields of a structured line, JSON or logfmt. Not thread-safe. */
final class LogFields {
    private static final byte[][] TIME_NAMES =
            ascii("time", "ts", "timestamp", "@timestamp", "t", "@t", "datetime", "asctime", "timeMillis");

    private static final byte[][] LEVEL_NAMES = ascii(
            "level",
            "lvl",
            "severity",
            "levelname",
            "log.level",
            "loglevel",
            "log_level",
            "level_name",
            "severityText",
            "severity_text",
            "@level",
            "@l");

    private final LogTimestampParser timestamp;

    long time;
    LogLevel level = LogLevel.NONE;

    LogFields(LogTimestampParser timestamp) {
        this.timestamp = timestamp;
    }

    private static byte[][] ascii(String... names) {
        byte[][] bytes = new byte[names.length][];
        for (int i = 0; i < names.length; i++) {
            bytes[i] = names[i].getBytes(StandardCharsets.US_ASCII);
        }
        return bytes;
    }

    void clear() {
        time = LogTimestampParser.NONE;
        level = LogLevel.NONE;
    }

    boolean isTimed() {
        return time != LogTimestampParser.NONE;
    }

    boolean isEmpty() {
        return !isTimed() && level == LogLevel.NONE;
    }

    boolean isComplete() {
        return isTimed() && level != LogLevel.NONE;
    }

    /** Takes a field, its value without quotes, if it is the first that holds a time or a level. */
    void take(byte[] b, int nameFrom, int nameTo, int from, int to) {
        if (!isTimed() && isAmong(TIME_NAMES, b, nameFrom, nameTo)) {
            long written = timestamp.parse(b, from, to);
            time = written == LogTimestampParser.NONE ? LogTimestampParser.epoch(b, from, to) : written;
        } else if (level == LogLevel.NONE && isAmong(LEVEL_NAMES, b, nameFrom, nameTo)) {
            LogLevel named = LogLevel.of(b, from, to);
            level = named == LogLevel.NONE ? LogLevel.ofNumber(b, from, to) : named;
        }
    }

    private static boolean isAmong(byte[][] names, byte[] b, int from, int to) {
        for (byte[] name : names) {
            if (name.length == to - from && isName(name, b, from)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isName(byte[] name, byte[] b, int from) {
        for (int i = 0; i < name.length; i++) {
            if ((b[from + i] | 0x20) != (name[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }
}
