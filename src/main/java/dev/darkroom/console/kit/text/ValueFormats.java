package dev.darkroom.console.kit.text;

import dev.darkroom.system.ElapsedTime;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Formats times, amounts and ids. Times are shown in one zone, local or UTC as chosen; numbers always with comma and point.
 * Thread-safe.
 */
public final class ValueFormats {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY_OF_YEAR = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS xxx", Locale.ROOT);
    private static final String[] UNITS = {"KB", "MB", "GB", "TB", "PB"};

    private final InstantSource clock;
    private final ZoneId local;
    private volatile boolean utc;

    public ValueFormats(InstantSource clock, ZoneId local) {
        this.clock = clock;
        this.local = local;
    }

    public static ValueFormats local() {
        return new ValueFormats(InstantSource.system(), ZoneId.systemDefault());
    }

    public static ValueFormats utc() {
        return new ValueFormats(InstantSource.system(), ZoneId.of("UTC"));
    }

    public InstantSource clock() {
        return clock;
    }

    public ZoneId zone() {
        return utc ? ZoneOffset.UTC : local;
    }

    /** Switches between UTC and the local zone. */
    public void showUtc(boolean chosen) {
        utc = chosen;
    }

    /** {@code 13:51:07} today, {@code 2026-11-23 13:51} on another day. */
    public String time(Instant instant) {
        var moment = instant.atZone(zone());
        boolean today =
                moment.toLocalDate().equals(clock.instant().atZone(zone()).toLocalDate());
        return (today ? TIME : DAY).format(moment);
    }

    /** For columns: {@code 13:51:07} today, {@code 11-22 13:51} this year, {@code 2025-11-23} before. */
    public String shortTime(Instant instant) {
        LocalDate day = LocalDate.ofInstant(instant, zone());
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone());
        return day.equals(today)
                ? time(instant)
                : day.getYear() == today.getYear() ? DAY_OF_YEAR.format(instant.atZone(zone())) : day.toString();
    }

    /** {@code 2026-11-23 13:51:07.123 +01:00}, for tooltips and copies. */
    public String absolute(Instant instant) {
        return FULL.format(instant.atZone(zone()));
    }

    /** {@code 20 s ago}, {@code 2 min ago}, {@code 3 h ago}, {@code 5 d ago}. */
    public String ago(Instant instant) {
        Duration age = Duration.between(instant, clock.instant());
        return age.toSeconds() < 1
                ? MessageTexts.SHELL.get("time.now")
                : MessageTexts.SHELL.get("time.ago", ElapsedTime.rough(age));
    }

    /** {@code 512 B}, {@code 231 KB}, {@code 2.3 MB}, {@code 31.4 MB}, {@code 211 GB}; 1 KB is 1,000 bytes. */
    public static String bytes(long bytes) {
        if (Math.abs(bytes) < 1000) {
            return bytes + " B";
        }
        double value = bytes / 1000.0;
        int unit = 0;
        while (Math.abs(value) >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return (unit == 0 || Math.abs(value) >= 100
                        ? number(Math.round(value))
                        : String.format(Locale.ROOT, "%.1f", value))
                + " " + UNITS[unit];
    }

    /** Reads {@code 318420}, {@code 318,420} or {@code -40}; a comma that separates no thousands may be a decimal one. */
    public static OptionalLong parseNumber(String text) {
        String number = text.strip().replace('\u2212', '-');
        try {
            return number.matches("[-+]?\\d{1,3}(,\\d{3})*|[^,]*")
                    ? OptionalLong.of(Long.parseLong(number.replace(",", "")))
                    : OptionalLong.empty();
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    /** {@code 318,420}. */
    public static String number(long number) {
        return NumberFormat.getIntegerInstance(Locale.ROOT).format(number);
    }

    /** {@code +25}, {@code -40} with a typographic minus, {@code 0}. */
    public static String signed(long amount) {
        return amount > 0 ? "+" + number(amount) : amount < 0 ? "\u2212" + number(-amount) : "0";
    }

    /** A count that stopped at a limit: {@code 10,000+}. */
    public static String count(long count, long limit) {
        return count >= limit ? number(limit) + "+" : number(count);
    }

    /** Returns the name of a model without the owner, as commonly used: {@code flux-pro/v1.1}. */
    public static String model(String endpoint) {
        return endpoint.startsWith("fal-ai/") ? endpoint.substring("fal-ai/".length()) : endpoint;
    }

    /** The first 8 characters of an id, enough to recognise and to find it. */
    public static String shortId(Object id) {
        String text = id.toString();
        return text.length() <= 8 ? text : text.substring(0, 8);
    }

    /** Shortens a long text to both its ends with an ellipsis between them. */
    public static String middle(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int end = (limit - 1) / 2;
        return text.substring(0, limit - 1 - end) + "\u2026" + text.substring(text.length() - end);
    }

    /** The first line of a text, for cells. */
    public static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
