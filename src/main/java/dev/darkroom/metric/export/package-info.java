/** The figures for Prometheus and other readers of its text format. Imports database and metric of ours. */
@NullMarked
package dev.darkroom.metric.export;

import org.jspecify.annotations.NullMarked;
