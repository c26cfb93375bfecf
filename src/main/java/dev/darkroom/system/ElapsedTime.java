package dev.darkroom.system;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Formats durations as short text that is the same in every language. */
public final class ElapsedTime {
    private ElapsedTime() {}

    /** Formats a running clock: {@code 0:04}, {@code 16:42}, {@code 1:02:03}, {@code 2 d 3 h}. */
    public static String clock(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
        }
        return seconds < 86_400
                ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                : seconds / 86_400 + " d " + seconds / 3600 % 24 + " h";
    }

    /** Formats how long something took: {@code 553 ms}, {@code 4.2 s}, {@code 0:24}, {@code 1:12}. */
    public static String taken(Duration time) {
        long millis = Math.max(0, time.toMillis());
        if (millis < 1000) {
            return millis + " ms";
        }
        return millis < 10_000 ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0) : clock(time);
    }

    /** Formats a duration in a single unit: {@code 20 s}, {@code 2 min}, {@code 3 h}, {@code 5 d}. */
    public static String rough(Duration time) {
        if (time.toSeconds() < 60) {
            return Math.max(0, time.toSeconds()) + " s";
        }
        if (time.toMinutes() < 60) {
            return time.toMinutes() + " min";
        }
        return time.toHours() < 48 ? time.toHours() + " h" : time.toDays() + " d";
    }

    /**
     * Formats the time remaining, rounded up to the minute, so that a week reads as 7 days until a minute of it has passed:
     * {@code 7 d}, {@code 6 d 23 h}, {@code 59 min}, {@code 45 s}.
     */
    public static String left(Duration left) {
        if (left.toSeconds() < 60) {
            return rough(left);
        }
        Duration up = left.plusSeconds(59).truncatedTo(ChronoUnit.MINUTES);
        String days = up.toDays() == 0 ? "" : up.toDays() + " d ";
        String hours = up.toHoursPart() == 0 ? "" : up.toHoursPart() + " h ";
        String minutes = up.toMinutesPart() == 0 || up.toDays() > 0 ? "" : up.toMinutesPart() + " min";
        return (days + hours + minutes).strip();
    }
}
