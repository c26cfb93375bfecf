/**
 * Where the records of a file begin, with time, level and category, in segments outside of the heap; built in one
 * pass over the bytes, and kept on disk for large files. Imports logfile.match, logfile.parse, logfile.query,
 * logfile.source, message and system of ours.
 */
@NullMarked
package dev.darkroom.logfile.index;

import org.jspecify.annotations.NullMarked;
