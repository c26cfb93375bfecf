/**
 * Finds the records of a file that match a query, segment by segment: by state, by text, and as a histogram. Depends on
 * logfile.index, logfile.match, logfile.parse and logfile.query.
 */
@NullMarked
package dev.darkroom.logfile.search;

import org.jspecify.annotations.NullMarked;
