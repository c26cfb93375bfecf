/**
 * Merges several log files into one, by time. Depends on logfile, logfile.parse, logfile.query, logfile.search, logfile.source and
 * message.
 */
@NullMarked
package dev.darkroom.logfile.merge;

import org.jspecify.annotations.NullMarked;
