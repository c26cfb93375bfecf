/**
 * The histogram above the lines: levels over time, and selecting a range. Imports console.kit, console.logs.lines,
 * console.logs.model, console.logs.reader, console.logs.text and logfile of ours.
 */
@NullMarked
package dev.darkroom.console.logs.histogram;

import org.jspecify.annotations.NullMarked;
