/**
 * Reads one log on dedicated threads and passes one {@link LogSnapshot} after another to the window. Imports console.kit,
 * console.logs.text, json, logfile, logging and secret of ours.
 */
@NullMarked
package dev.darkroom.console.logs.reader;

import org.jspecify.annotations.NullMarked;
