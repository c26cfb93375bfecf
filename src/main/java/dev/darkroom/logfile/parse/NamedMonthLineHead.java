package dev.darkroom.logfile.parse;

import java.nio.charset.StandardCharsets;

/**
 * Reads the heads whose time names the month: that of java.util.logging, {@code Mar 2, 2026 1:07:00 PM app.Queue poll}, whose
 * level begins the next line, that of WebLogic, {@code ####<Mar 2, 2026 1:07:00 PM UTC> <Error>}, and the access log of web
 * servers, {@code 10.0.0.7 - - [01/Mar/2026:10:00:16 +0100] "GET / HTTP/1.1" 200}. Not thread-safe.
 */
final class NamedMonthLineHead {
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final byte[] ANGLES = ascii("####<");
    private static final byte[] NEXT_ANGLE = ascii("> <");
    private static final byte[] NO_IDENTITY = ascii(" - ");
    private static final byte[] DATE = ascii(" [");

    /** Newer Java writes a narrow no-break space before AM and PM. */
    private static final byte[] NARROW_SPACE = "\u202f".getBytes(StandardCharsets.UTF_8);

    private static final int MAX_HOST = 255;
    private static final int MAX_USER = 128;
    private static final int STATUS_ERROR = 400;

    long time;
    LogLevel level = LogLevel.NONE;

    /** Where the text after the last head begins. */
    int end;

    private int at;
    private boolean failed;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads the first line of java.util.logging. */
    boolean readClock(byte[] b, int from, int to) {
        at = from;
        failed = false;
        int month = month(b, to);
        if (failed) {
            return false;
        }
        expect(b, ' ', to);
        int date = number(b, to, 2);
        expect(b, ',', to);
        expect(b, ' ', to);
        int year = number(b, to, 4);
        at += at < to && b[at] == ',' ? 1 : 0;
        expect(b, ' ', to);
        int hour = number(b, to, 2);
        int second = minutesAndSeconds(b, to);
        int half = halfOfDay(b, to);
        if (failed || date < 1 || date > 31 || hour < 1 || hour > 12) {
            return false;
        }
        time = LogTimestampParser.millis(year, month, date, (hour % 12 + half) * 3600 + second);
        level = LogLevel.NONE;
        end = ByteScanner.skip(b, at, to, (byte) ' ');
        return true;
    }

    boolean readAngles(byte[] b, int from, int to) {
        if (!ByteScanner.startsWith(b, from, to, ANGLES) || !readClock(b, from + ANGLES.length, to)) {
            return false;
        }
        int word = ByteScanner.indexOf(b, at, to, NEXT_ANGLE);
        int close = word < 0 ? to : ByteScanner.indexOf(b, word + NEXT_ANGLE.length, to, (byte) '>');
        level = close < to ? LogLevel.of(b, word + NEXT_ANGLE.length, close) : LogLevel.NONE;
        end = level == LogLevel.NONE ? from : ByteScanner.skip(b, close + 1, to, (byte) ' ');
        return true;
    }

    /** Reads a line of an access log; as in lnav, an error is what was answered with 400 or more. */
    boolean readAccess(byte[] b, int from, int to) {
        int host = ByteScanner.indexOf(b, from, Math.min(to, from + MAX_HOST), (byte) ' ');
        if (host == from || !ByteScanner.startsWith(b, host, to, NO_IDENTITY)) {
            return false;
        }
        int user = host + NO_IDENTITY.length;
        int bracket = ByteScanner.indexOf(b, user, Math.min(to, user + MAX_USER), DATE);
        if (bracket < 0 || !readDate(b, bracket + DATE.length, to)) {
            return false;
        }
        level = status(b, ByteScanner.indexOf(b, at, to, (byte) '"'), to);
        end = from;
        return true;
    }

    private boolean readDate(byte[] b, int from, int to) {
        at = from;
        failed = false;
        int date = number(b, to, 2);
        expect(b, '/', to);
        int month = month(b, to);
        expect(b, '/', to);
        int year = number(b, to, 4);
        expect(b, ':', to);
        int hour = number(b, to, 2);
        int second = minutesAndSeconds(b, to);
        if (failed || date < 1 || date > 31 || hour > 23) {
            return false;
        }
        time = LogTimestampParser.millis(year, month, date, hour * 3600 + second);
        return true;
    }

    private static LogLevel status(byte[] b, int quote, int to) {
        int from = JsonLineHead.stringEnd(b, quote + 1, to) + 2;
        int status = 0;
        for (int i = from; i < from + 3; i++) {
            if (i >= to || b[i] < '0' || b[i] > '9') {
                return LogLevel.NONE;
            }
            status = status * 10 + b[i] - '0';
        }
        return status < STATUS_ERROR ? LogLevel.INFO : LogLevel.ERROR;
    }

    /** Returns the month, from 1, or 0. */
    private int month(byte[] b, int to) {
        if (at + 3 > to) {
            failed = true;
            return 0;
        }
        for (int i = 0; i < MONTHS.length(); i += 3) {
            if ((b[at] | 0x20) == MONTHS.charAt(i)
                    && (b[at + 1] | 0x20) == MONTHS.charAt(i + 1)
                    && (b[at + 2] | 0x20) == MONTHS.charAt(i + 2)) {
                at += 3;
                return i / 3 + 1;
            }
        }
        failed = true;
        return 0;
    }

    private int minutesAndSeconds(byte[] b, int to) {
        expect(b, ':', to);
        int minute = number(b, to, 2);
        expect(b, ':', to);
        int second = number(b, to, 2);
        failed |= minute > 59 || second > 60;
        return minute * 60 + second;
    }

    /** Returns 0 for AM, 12 for PM. */
    private int halfOfDay(byte[] b, int to) {
        if (ByteScanner.startsWith(b, at, to, NARROW_SPACE)) {
            at += NARROW_SPACE.length;
        } else {
            expect(b, ' ', to);
        }
        boolean known = at + 2 <= to && (b[at] == 'A' || b[at] == 'P') && b[at + 1] == 'M';
        failed |= !known || (at + 2 < to && b[at + 2] > ' ');
        at += 2;
        return known && b[at - 2] == 'P' ? 12 : 0;
    }

    private void expect(byte[] b, char wanted, int to) {
        failed |= at >= to || b[at] != wanted;
        at++;
    }

    private int number(byte[] b, int to, int mostDigits) {
        int from = at;
        int number = 0;
        while (at < Math.min(to, from + mostDigits) && b[at] >= '0' && b[at] <= '9') {
            number = number * 10 + b[at++] - '0';
        }
        failed |= at == from;
        return number;
    }
}
