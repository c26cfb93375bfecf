/** The texts of the Logs screen, and the conversion of records to lines of text. Imports console.kit and logfile of ours. */
@NullMarked
package dev.darkroom.console.logs.text;

import org.jspecify.annotations.NullMarked;
