/**
 * The index of a file's records: their positions with time, level and category, in off-heap segments; built in one pass over
 * the bytes, and kept on disk for large files. Depends on logfile.match, logfile.parse, logfile.query, logfile.source, message and
 * system.
 */
@NullMarked
package dev.darkroom.logfile.index;

import org.jspecify.annotations.NullMarked;
