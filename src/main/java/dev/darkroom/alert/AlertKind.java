package dev.darkroom.alert;

import java.time.Duration;
import java.util.Arrays;

/** The kinds of alert, each with its default limit and minimum duration. */
public enum AlertKind {
    /** Generations that need an operator. */
    STUCK(Unit.COUNT, 0, Duration.ofMinutes(5)),
    /** A model's failures among its completed or failed runs within a quarter of an hour. */
    FAILURE_RATE(Unit.PERCENT, 20, Duration.ofMinutes(2), Duration.ofMinutes(15)),
    /** fal.ai or the storage refuses everything or does not answer. */
    SERVICE_PAUSED(Unit.NONE, 0, Duration.ofMinutes(1)),
    /** Generations that ended without a result and whose credits were not refunded. */
    REFUND_MISSING(Unit.COUNT, 0, Duration.ofMinutes(5)),
    /** The remaining prepaid credits at fal.ai, which only an ADMIN key can query. */
    FAL_BALANCE(Unit.DOLLARS, 20, Duration.ZERO),
    /** How long a small write takes, measured from one machine. */
    DATABASE_SLOW(Unit.MILLISECONDS, 500, Duration.ofMinutes(1)),
    /** Free space where a machine stores its log or its results. */
    DISK_LOW(Unit.PERCENT, 10, Duration.ofMinutes(1)),
    /** Errors of one log category within five minutes, over all processes. */
    ERROR_BURST(Unit.COUNT, 50, Duration.ZERO, Duration.ofMinutes(5)),
    /** An engine without heartbeat that was not stopped, with no other engine alive on its machine. */
    HEARTBEAT_MISSING(Unit.SECONDS, 60, Duration.ZERO);

    private final Unit unit;
    private final long threshold;
    private final Duration lasting;
    private final Duration window;

    /** The unit of a limit; {@code NONE} for a kind that is either true or false. */
    public enum Unit {
        COUNT,
        PERCENT,
        NONE,
        DOLLARS,
        MILLISECONDS,
        SECONDS
    }

    AlertKind(Unit unit, long threshold, Duration lasting) {
        this(unit, threshold, lasting, Duration.ZERO);
    }

    AlertKind(Unit unit, long threshold, Duration lasting, Duration window) {
        this.unit = unit;
        this.threshold = threshold;
        this.lasting = lasting;
        this.window = window;
    }

    public Unit unit() {
        return unit;
    }

    /** Returns the time back from now over which its value is counted, zero for a value of the moment. */
    public Duration window() {
        return window;
    }

    /** Whether values below the limit are wrong instead of those above. */
    public boolean isBelow() {
        return this == FAL_BALANCE || this == DISK_LOW;
    }

    boolean isWrong(double value, long limit) {
        return isBelow() ? value < limit : value > limit;
    }

    /** The kinds of this version; a later one on the same database may have more. */
    static String[] names() {
        return Arrays.stream(values()).map(AlertKind::name).toArray(String[]::new);
    }

    /** Returns the built-in default rule. */
    public AlertRule standard() {
        return new AlertRule(this, true, threshold, lasting);
    }
}
