/**
 * Finds the records of a file that match a query, segment by segment: by state, by text, and as a histogram. Imports
 * logfile.index, logfile.match, logfile.parse and logfile.query of ours.
 */
@NullMarked
package dev.darkroom.logfile.search;

import org.jspecify.annotations.NullMarked;
