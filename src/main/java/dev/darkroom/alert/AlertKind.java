package dev.darkroom.alert;

import java.time.Duration;
import java.util.Arrays;

/** What is watched, with the limit and the patience that hold until somebody sets others. */
public enum AlertKind {
    /** Generations that want a person. */
    STUCK(Unit.COUNT, 0, Duration.ofMinutes(5)),
    /** Of one model: failures among what completed or failed in a quarter of an hour. */
    FAILURE_RATE(Unit.PERCENT, 20, Duration.ofMinutes(2)),
    /** fal.ai or the storage refuses everything or does not answer. */
    SERVICE_PAUSED(Unit.NONE, 0, Duration.ofMinutes(1)),
    /** Generations that ended without a result and whose credits were not given back. */
    REFUND_MISSING(Unit.COUNT, 0, Duration.ofMinutes(5)),
    /** What is left of the prepaid credits at fal.ai; only an ADMIN key can tell. */
    FAL_BALANCE(Unit.DOLLARS, 20, Duration.ZERO),
    /** How long a small write takes, asked from one machine. */
    DATABASE_SLOW(Unit.MILLISECONDS, 500, Duration.ofMinutes(1)),
    /** Free space where one machine keeps its log or its results. */
    DISK_LOW(Unit.PERCENT, 10, Duration.ofMinutes(1)),
    /** Errors of one category of the log within five minutes, over all processes. */
    ERROR_BURST(Unit.COUNT, 50, Duration.ZERO),
    /** An engine that has neither been heard nor said goodbye, and no other one on its machine either. */
    HEARTBEAT_MISSING(Unit.SECONDS, 60, Duration.ZERO);

    private final Unit unit;
    private final long threshold;
    private final Duration lasting;

    /** What a limit counts; the one that has none is either so or not. */
    public enum Unit {
        COUNT,
        PERCENT,
        NONE,
        DOLLARS,
        MILLISECONDS,
        SECONDS
    }

    AlertKind(Unit unit, long threshold, Duration lasting) {
        this.unit = unit;
        this.threshold = threshold;
        this.lasting = lasting;
    }

    public Unit unit() {
        return unit;
    }

    /** Whether too little is what is wrong, instead of too much. */
    public boolean isBelow() {
        return this == FAL_BALANCE || this == DISK_LOW;
    }

    boolean isWrong(double value, long limit) {
        return isBelow() ? value < limit : value > limit;
    }

    /** All that this version watches; a later one on the same database may watch more. */
    static String[] names() {
        return Arrays.stream(values()).map(AlertKind::name).toArray(String[]::new);
    }

    /** The rule as the program brings it along. */
    public AlertRule standard() {
        return new AlertRule(this, true, threshold, lasting);
    }
}
