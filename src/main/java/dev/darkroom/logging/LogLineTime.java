package dev.darkroom.logging;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Formats the time at the beginning of a line, in the system's time zone. Used by one thread at a time. */
public final class LogLineTime {
    /** The length of {@code 2026-11-23 13:44:29.123}. */
    public static final int LENGTH = 23;

    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final ZoneId zone = ZoneId.systemDefault();
    private long second = Long.MIN_VALUE;
    private String secondText = "";

    /** Reads what {@link #append} has written. */
    static Instant parse(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T'))
                .atZone(ZoneId.systemDefault())
                .toInstant();
    }

    public void append(StringBuilder out, Instant time) {
        if (time.getEpochSecond() != second) {
            second = time.getEpochSecond();
            secondText = SECOND.format(LocalDateTime.ofInstant(time, zone));
        }
        int millis = time.getNano() / 1_000_000;
        out.append(secondText).append('.');
        out.append((char) ('0' + millis / 100));
        out.append((char) ('0' + millis / 10 % 10));
        out.append((char) ('0' + millis % 10));
    }
}
