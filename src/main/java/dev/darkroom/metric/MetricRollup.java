package dev.darkroom.metric;

import org.jdbi.v3.core.Handle;

/** Sums up what happened since the last time, a stretch of six hours at most a step. */
public final class MetricRollup {
    private MetricRollup() {}

    /** True when there is more to sum up now. Does nothing within five seconds of the last time, or twenty times as long as it took. */
    public static boolean step(Handle handle) {
        return handle.createQuery("select sum_metrics()").mapTo(Boolean.class).one();
    }

    /** The same however short the last time was ago. */
    public static boolean stepAtOnce(Handle handle) {
        return handle.createQuery("select sum_metrics(rest => interval '0 seconds')")
                .mapTo(Boolean.class)
                .one();
    }
}
