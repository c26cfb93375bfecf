/**
 * Texts of the Logs screen, and a record as lines of text for the eye. Imports console.kit and logfile of ours.
 */
@NullMarked
package dev.darkroom.console.logs.text;

import org.jspecify.annotations.NullMarked;
