/**
 * Parses the beginning of log lines, of ours and of other programs: time, level, thread, logger, mark, category.
 *
 * <p>Depends on no other package.
 */
@NullMarked
package dev.darkroom.logfile.parse;

import org.jspecify.annotations.NullMarked;
