package dev.darkroom.generation.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Whether a short time has passed, by two clocks, because each alone can hide it: the wall clock may be set back, and the
 * other one, which never goes back, stands still on some systems while the machine sleeps.
 *
 * @param monotonic nanoseconds
 */
public record ElapsedTimeCheck(InstantSource wall, LongSupplier monotonic) {
    static final ElapsedTimeCheck SYSTEM = new ElapsedTimeCheck(InstantSource.system(), System::nanoTime);

    record Moment(Instant wall, long nanos) {}

    Moment now() {
        return new Moment(wall.instant(), monotonic.getAsLong());
    }

    /** False as soon as one of the clocks says more, or the wall clock says that it has not been yet. */
    boolean isWithin(Moment moment, Duration atMost) {
        Moment now = now();
        Duration byWall = Duration.between(moment.wall, now.wall);
        return !byWall.isNegative() && byWall.compareTo(atMost) <= 0 && now.nanos - moment.nanos <= atMost.toNanos();
    }
}
