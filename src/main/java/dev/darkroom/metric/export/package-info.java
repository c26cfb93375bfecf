/** The figures for Prometheus and whatever reads its text format. Imports database and metric of ours. */
@NullMarked
package dev.darkroom.metric.export;

import org.jspecify.annotations.NullMarked;
