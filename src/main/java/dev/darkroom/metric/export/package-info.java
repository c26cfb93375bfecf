/** The figures for Prometheus and other readers of its text format. Depends on database and metric. */
@NullMarked
package dev.darkroom.metric.export;

import org.jspecify.annotations.NullMarked;
