package dev.darkroom.json;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * Limits an external time to the years 1 to 9999, which a database can store and a calendar can show, and whose distances fit
 * into milliseconds. A time beyond them was meant as "never" or "long ago". Pure.
 */
public final class TimeBounds {
    public static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    public static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private TimeBounds() {}

    public static Instant within(Instant time) {
        if (time.isBefore(EARLIEST)) {
            return EARLIEST;
        }
        return time.isAfter(LATEST) ? LATEST : time;
    }

    /** @param seconds since 1970, of any size */
    public static Instant ofEpochSecond(BigDecimal seconds) {
        if (seconds.compareTo(BigDecimal.valueOf(LATEST.getEpochSecond())) >= 0) {
            return LATEST;
        }
        boolean early = seconds.compareTo(BigDecimal.valueOf(EARLIEST.getEpochSecond())) <= 0;
        return early ? EARLIEST : Instant.ofEpochSecond(seconds.longValue());
    }
}
