/**
 * Reads one log on dedicated threads, passes one {@link LogSnapshot} after another to the window, and converts records to lines
 * of text. Depends on console.kit, json, logfile, logging and secret.
 */
@NullMarked
package dev.darkroom.console.logs.reader;

import org.jspecify.annotations.NullMarked;
