/**
 * The reading side of the log: any file. Imports nothing of ours but logging's categories and marks.
 */
@NullMarked
package dev.darkroom.logfile;

import org.jspecify.annotations.NullMarked;
