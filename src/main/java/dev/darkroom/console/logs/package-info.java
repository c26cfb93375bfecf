/**
 * The Logs screen: any log, live or old, with categories and levels as facets, a histogram, its lines on a canvas, and the
 * actions on records. {@code model} holds the open logs and their filters; {@code reader} reads and searches on separate
 * threads and publishes one snapshot after another; {@code lines} draws the part in view. Depends on console, console.kit,
 * console.logs.lines, console.logs.model, console.logs.reader, logfile, message, secret and system.
 */
@NullMarked
package dev.darkroom.console.logs;

import org.jspecify.annotations.NullMarked;
