package dev.darkroom.metric;

import java.time.Duration;
import java.time.Instant;

/**
 * A time range in equal steps, as shown by charts.
 *
 * @param from the beginning of the first step
 * @param to the end of the last step, exclusive
 * @param step at least a minute; whole hours or days where finer figures are not kept
 */
public record MetricRange(Instant from, Instant to, Duration step) {
    /** How far back minutes and hours are certainly kept: a day aligned to whole steps is longer than a day. */
    private static final Duration MINUTE_RETENTION = Duration.ofMinutes(24 * 60 + 45);

    private static final Duration HOUR_RETENTION = Duration.ofDays(89);
    private static final int MAX_STEPS = 100;

    /** The granularity of the figures from which a range is read. */
    enum Grain {
        MINUTE(Duration.ofMinutes(1)),
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1));

        private final Duration length;

        Grain(Duration length) {
            this.length = length;
        }
    }

    public MetricRange {
        if (!from.isBefore(to) || step.isZero() || step.isNegative()) {
            throw new IllegalArgumentException("A range of time ends after it begins: " + from + " to " + to + ".");
        }
    }

    /** Returns the range from this long ago until now, in at most a hundred round steps. */
    public static MetricRange last(Duration back, Instant now) {
        return between(now.minus(back), now, now);
    }

    /** Returns a range that may have been dragged; its ends are extended to whole steps. */
    public static MetricRange between(Instant from, Instant to, Instant now) {
        Duration length = Duration.between(from, to);
        Grain grain = grain(from, now);
        Duration step = grain.length;
        for (int times : new int[] {1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 1_440}) {
            Duration next = Duration.ofMinutes(times);
            if (next.compareTo(grain.length) >= 0 && length.dividedBy(next) <= MAX_STEPS) {
                step = next;
                break;
            }
            step = next.compareTo(step) > 0 ? next : step;
        }
        long seconds = step.toSeconds();
        Instant begin = Instant.ofEpochSecond(Math.floorDiv(from.getEpochSecond(), seconds) * seconds);
        Instant end = Instant.ofEpochSecond((Math.floorDiv(to.getEpochSecond(), seconds) + 1) * seconds);
        return new MetricRange(begin, end, step);
    }

    /** Whole days are read from day figures even where hours are kept: a month of hours is some 100,000 rows. */
    Grain grain(Instant now) {
        return step.compareTo(Grain.DAY.length) >= 0 ? Grain.DAY : grain(from, now);
    }

    private static Grain grain(Instant from, Instant now) {
        Duration age = Duration.between(from, now);
        return age.compareTo(MINUTE_RETENTION) <= 0
                ? Grain.MINUTE
                : age.compareTo(HOUR_RETENTION) <= 0 ? Grain.HOUR : Grain.DAY;
    }

    /** Returns the number of steps. */
    public int steps() {
        return (int) Duration.between(from, to).dividedBy(step);
    }

    /** Returns the index of the step that contains a time, from 0; out of bounds for a time outside the range. */
    public int index(Instant at) {
        return (int) Math.floorDiv(Duration.between(from, at).toMillis(), step.toMillis());
    }

    public Instant at(int index) {
        return from.plus(step.multipliedBy(index));
    }
}
