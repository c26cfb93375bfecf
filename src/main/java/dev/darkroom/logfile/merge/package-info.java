/**
 * Merges several log files into one, by time. Imports logfile, logfile.parse, logfile.query, logfile.search, logfile.source and
 * message of ours.
 */
@NullMarked
package dev.darkroom.logfile.merge;

import org.jspecify.annotations.NullMarked;
