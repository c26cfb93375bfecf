/**
 * Figures over time, rolled up beside the engines and read by everything that shows figures: outcomes, latencies by phase,
 * credits, causes of failure. Depends on activity, database, json and message.
 *
 * <p>The SQL function {@code sum_metrics} rolls up; {@link MetricQueries} reads its output and never the history.
 */
@NullMarked
package dev.darkroom.metric;

import org.jspecify.annotations.NullMarked;
