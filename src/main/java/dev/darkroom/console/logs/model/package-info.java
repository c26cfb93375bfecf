/**
 * The state of the Logs screen: what is open, how it is filtered, what is selected and bookmarked. FX thread.
 * Imports console.kit, console.logs.reader, console.logs.text and logfile of ours.
 */
@NullMarked
package dev.darkroom.console.logs.model;

import org.jspecify.annotations.NullMarked;
