/**
 * What is asked of a log and what it answers: queries, selections, counts, records for reading. Imports
 * logfile.parse of ours.
 */
@NullMarked
package dev.darkroom.logfile.query;

import org.jspecify.annotations.NullMarked;
