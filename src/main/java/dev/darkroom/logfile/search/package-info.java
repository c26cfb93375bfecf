/**
 * Finds the records of a file that a query leaves, segment by segment: by their state, by text, and as a histogram.
 * Imports logfile.index, logfile.match, logfile.parse and logfile.query of ours.
 */
@NullMarked
package dev.darkroom.logfile.search;

import org.jspecify.annotations.NullMarked;
