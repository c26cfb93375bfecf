/**
 * The lines of a log on a canvas: layout, scrolling, painting, mouse and keys. Depends on console.kit, console.logs.model,
 * console.logs.reader, logfile and logging.
 */
@NullMarked
package dev.darkroom.console.logs.lines;

import org.jspecify.annotations.NullMarked;
