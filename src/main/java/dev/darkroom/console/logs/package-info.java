/**
 * The Logs screen: any log file, live or old, its categories and levels as facets, its lines on a canvas. Imports the
 * console's kit and the reading side {@code logfile}; never another screen.
 */
@NullMarked
package dev.darkroom.console.logs;

import org.jspecify.annotations.NullMarked;
