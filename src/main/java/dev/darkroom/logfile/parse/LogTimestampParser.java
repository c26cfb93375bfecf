package dev.darkroom.logfile.parse;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Parses {@code 2026-11-23 13:44:29.123} at the beginning of a line, also with a comma, with a T, without a fraction, or with a
 * zone, which is skipped: times are compared as written. Not thread-safe.
 */
public final class LogTimestampParser {
    /** The value for no time. */
    public static final long NONE = Long.MIN_VALUE;

    private static final int LENGTH = 19;
    private static final long DAY = 86_400_000;
    private static final int MILLI_DIGITS = 13;
    private static final byte[] UTC = {'U', 'T', 'C'};
    private static final byte[] GMT = {'G', 'M', 'T'};

    private int day = -1;
    private long dayMillis;
    private int end;

    /** Returns the time in milliseconds since 1970, as local wall-clock time, or {@link #NONE}. */
    long parse(byte[] b, int from, int to) {
        if (to - from < LENGTH
                || b[from + 4] != '-'
                || b[from + 7] != '-'
                || b[from + 13] != ':'
                || b[from + 16] != ':'
                || (b[from + 10] != ' ' && b[from + 10] != 'T')) {
            return NONE;
        }
        int century = two(b, from);
        int ofCentury = two(b, from + 2);
        int month = two(b, from + 5);
        int date = two(b, from + 8);
        int hour = two(b, from + 11);
        int minute = two(b, from + 14);
        int second = two(b, from + 17);
        if ((century | ofCentury | month | date | hour | minute | second) < 0
                || month < 1
                || month > 12
                || date < 1
                || date > 31
                || hour > 23
                || minute > 59
                || second > 60) {
            return NONE;
        }
        long time = millisOfDay(century * 100 + ofCentury, month, date) + ((hour * 60L + minute) * 60 + second) * 1000;
        return time + fraction(b, from + LENGTH, to);
    }

    /** Returns where the text after the last parsed time begins. */
    int end() {
        return end;
    }

    private long millisOfDay(int year, int month, int date) {
        int key = year << 9 | month << 5 | date;
        if (key != day) {
            day = key;
            dayMillis = daysSince1970(year, month, date) * DAY;
        }
        return dayMillis;
    }

    /** Counts days of the Gregorian calendar, leniently: February 31 is March 3, not an error. */
    private static long daysSince1970(int year, int month, int date) {
        int shifted = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(shifted, 400);
        int ofEra = shifted - era * 400;
        int ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date - 1;
        return era * 146_097L + ofEra * 365L + ofEra / 4 - ofEra / 100 + ofYear - 719_468;
    }

    /** Returns the milliseconds since 1970 of a date and a time of day that are in range. */
    static long millis(int year, int month, int date, int secondOfDay) {
        return daysSince1970(year, month, date) * DAY + secondOfDay * 1000L;
    }

    /**
     * Parses a count since 1970, its unit known by the digits: seconds with or without a fraction, milli-, micro- or
     * nanoseconds. A shorter number is a duration or something else, not a time.
     */
    static long epoch(byte[] b, int from, int to) {
        int point = ByteScanner.indexOf(b, from, to, (byte) '.');
        int digits = point - from;
        boolean seconds = digits == MILLI_DIGITS - 3;
        if (!seconds && digits != MILLI_DIGITS && digits != MILLI_DIGITS + 3 && digits != MILLI_DIGITS + 6) {
            return NONE;
        }
        long millis = 0;
        for (int i = 0; i < MILLI_DIGITS; i++) {
            int at = from + i + (i >= digits ? 1 : 0);
            if (at < to && !digit(b[at])) {
                return NONE;
            }
            millis = millis * 10 + (at < to ? b[at] - '0' : 0);
        }
        return millis;
    }

    private int fraction(byte[] b, int from, int to) {
        int i = from;
        int millis = 0;
        if (i + 1 < to && (b[i] == '.' || b[i] == ',') && digit(b[i + 1])) {
            int weight = 100;
            for (i++; i < to && digit(b[i]); i++) {
                millis += (b[i] - '0') * weight;
                weight /= 10;
            }
        }
        end = zone(b, i, to);
        return millis;
    }

    private static int zone(byte[] b, int from, int to) {
        int i = from;
        if (i < to && b[i] == 'Z') {
            return i + 1;
        }
        if (i < to && (b[i] == '+' || b[i] == '-')) {
            for (i++; i < to && (digit(b[i]) || b[i] == ':'); i++) {}
        }
        return i;
    }

    /** Skips the spaces after a time, and a zone that stands apart from it, such as {@code +0000} or {@code UTC}. */
    static int skipZone(byte[] b, int from, int to) {
        int i = LevelWordParser.skipSpaces(b, from, to);
        boolean named = ByteScanner.startsWith(b, i, to, UTC) || ByteScanner.startsWith(b, i, to, GMT);
        int end = named ? i + UTC.length : zone(b, i, to);
        boolean whole = switch (end - i) {
            case 3, 5 -> true;
            case 6 -> b[i + 3] == ':';
            default -> false;
        };
        return whole && (end == to || b[end] == ' ') ? LevelWordParser.skipSpaces(b, end, to) : i;
    }

    private static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static int two(byte[] b, int at) {
        int tens = b[at] - '0';
        int ones = b[at + 1] - '0';
        return (tens | ones | 9 - tens | 9 - ones) < 0 ? -1 : tens * 10 + ones;
    }

    static @Nullable public LocalDateTime dateTime(long millis) {
        return millis == NONE
                ? null
                : LocalDateTime.ofEpochSecond(
                        Math.floorDiv(millis, 1000L), (int) Math.floorMod(millis, 1000L) * 1_000_000, ZoneOffset.UTC);
    }

    public static long millis(LocalDateTime time) {
        return time.toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
