package dev.darkroom.generation.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tracks whether an engine has reached its database without a gap for some time. An engine that has not must not judge the
 * silence of others: the database may have been unreachable, or the whole machine asleep, so that nobody could send a
 * heartbeat. Safe for any thread.
 */
final class HeartbeatContinuity {
    /** Heartbeats come every five seconds, and one of them may be skipped. */
    private static final Duration MAX_GAP = EngineHeartbeat.INTERVAL.multipliedBy(3);

    private final InstantSource wall;
    private final LongSupplier monotonic;
    private Moment last;
    private @Nullable Moment broken;

    /**
     * Two clocks: the wall clock may be set back, and the monotonic one stands still on some systems while the machine sleeps.
     */
    private record Moment(Instant wall, long nanos) {}

    HeartbeatContinuity() {
        this(InstantSource.system(), System::nanoTime);
    }

    /** Starts out unbroken. */
    HeartbeatContinuity(InstantSource wall, LongSupplier monotonic) {
        this.wall = wall;
        this.monotonic = monotonic;
        last = now();
    }

    synchronized void recordBeat() {
        noteGap();
        last = now();
    }

    /** The database did not respond, or refused. */
    synchronized void recordMiss() {
        broken = now();
    }

    synchronized boolean isUnbroken(Duration time) {
        noteGap();
        return broken == null || since(broken).compareTo(time) > 0;
    }

    private void noteGap() {
        if (since(last).compareTo(MAX_GAP) > 0) {
            broken = now();
        }
    }

    /** Returns the longer time of the two clocks. */
    private Duration since(Moment moment) {
        Duration byWall = Duration.between(moment.wall, wall.instant());
        Duration byNanos = Duration.ofNanos(monotonic.getAsLong() - moment.nanos);
        return byWall.compareTo(byNanos) > 0 ? byWall : byNanos;
    }

    private Moment now() {
        return new Moment(wall.instant(), monotonic.getAsLong());
    }
}
