/**
 * The time line over the lines: levels over time, and picking a range. Imports console.kit, console.logs.lines,
 * console.logs.model, console.logs.reader, console.logs.text and logfile of ours.
 */
@NullMarked
package dev.darkroom.console.logs.histogram;

import org.jspecify.annotations.NullMarked;
