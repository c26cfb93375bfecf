package dev.darkroom.metric;

import org.jdbi.v3.core.Handle;

/** Rolls up what happened since the last time, at most six hours per step. */
public final class MetricRollup {
    private MetricRollup() {}

    /**
     * Returns true when there is more to roll up now. Does nothing within five seconds of the last time, or twenty times as
     * long as it took.
     */
    public static boolean step(Handle handle) {
        return handle.createQuery("select sum_metrics()").mapTo(Boolean.class).one();
    }

    /** Does the same regardless of how recent the last time was. */
    public static boolean stepAtOnce(Handle handle) {
        return handle.createQuery("select sum_metrics(rest => interval '0 seconds')")
                .mapTo(Boolean.class)
                .one();
    }
}
