/**
 * What happened over time, summed up beside the engines and read by whatever shows figures: ends by outcome,
 * latencies by phase, credits, causes of failure. Imports activity, database, json and message of ours.
 *
 * <p>The function {@code sum_metrics} of the schema sums up; {@link MetricQueries} reads what it made and never the history.
 */
@NullMarked
package dev.darkroom.metric;

import org.jspecify.annotations.NullMarked;
