/**
 * Parses the beginning of log lines, of ours and of other programs: time, level, thread, logger, mark, category.
 *
 * <p>Imports nothing of ours.
 */
@NullMarked
package dev.darkroom.logfile.parse;

import org.jspecify.annotations.NullMarked;
