package dev.darkroom.console.logs;

import dev.darkroom.console.logs.reader.LogRecordText;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Maps a time span to a given width, with ticks at round times. */
public final class HistogramTimeAxis {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long[] STEPS = {
        1,
        2,
        5,
        10,
        20,
        50,
        100,
        200,
        500,
        SECOND,
        2 * SECOND,
        5 * SECOND,
        10 * SECOND,
        15 * SECOND,
        30 * SECOND,
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY,
        2 * DAY,
        7 * DAY,
        14 * DAY,
        30 * DAY,
        90 * DAY,
        365 * DAY
    };
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd");
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final LocalDateTime from;
    private final LocalDateTime to;
    private final double width;

    /** A round time and its position. */
    public record Tick(double x, String text) {}

    public HistogramTimeAxis(LocalDateTime from, LocalDateTime to, double width) {
        this.from = from;
        this.to = to;
        this.width = Math.max(1, width);
    }

    public double x(LocalDateTime time) {
        double part = (double) Duration.between(from, time).toMillis() / millis();
        return Math.clamp(part, 0, 1) * width;
    }

    public LocalDateTime time(double x) {
        return from.plus((long) (Math.clamp(x / width, 0, 1) * millis()), ChronoUnit.MILLIS);
    }

    private long millis() {
        return Math.max(1, Duration.between(from, to).toMillis());
    }

    /** Returns ticks at least {@code apart} px apart. */
    public List<Tick> ticks(double apart) {
        long step = step(apart);
        LocalDateTime day = from.toLocalDate().atStartOfDay();
        long begun = Math.ceilDiv(Duration.between(day, from).toMillis(), step) * step;
        List<Tick> ticks = new ArrayList<>();
        for (LocalDateTime at = day.plus(begun, ChronoUnit.MILLIS);
                !at.isAfter(to);
                at = at.plus(step, ChronoUnit.MILLIS)) {
            ticks.add(new Tick(x(at), text(at, step)));
        }
        return ticks;
    }

    private long step(double apart) {
        double least = apart * millis() / width;
        for (long step : STEPS) {
            if (step >= least) {
                return step;
            }
        }
        return (long) Math.ceil(least / (365 * DAY)) * 365 * DAY;
    }

    private static String text(LocalDateTime at, long step) {
        if (step >= DAY || at.toLocalTime().toSecondOfDay() == 0 && at.getNano() == 0) {
            return DATE.format(at);
        }
        return step >= MINUTE
                ? MINUTES.format(at)
                : step >= SECOND ? SECONDS.format(at) : LogRecordText.TIME.format(at);
    }

    /** Formats a range as briefly as keeps its ends distinct. */
    public static String range(LocalDateTime from, LocalDateTime to) {
        DateTimeFormatter time = Duration.between(from, to).toMillis() < 10 * SECOND ? LogRecordText.TIME : SECONDS;
        boolean oneDay = from.toLocalDate().equals(to.toLocalDate());
        return DATE.format(from) + " " + time.format(from) + " – " + (oneDay ? "" : DATE.format(to) + " ")
                + time.format(to);
    }
}
