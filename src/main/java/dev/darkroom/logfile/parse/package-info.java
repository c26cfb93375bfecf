/** Parses the beginning of log lines: time, level, thread, logger, mark, category. Imports logging of ours. */
@NullMarked
package dev.darkroom.logfile.parse;

import org.jspecify.annotations.NullMarked;
