/**
 * What can be done with records: go on from them, copy, export with secrets masked, read one whole. Imports console,
 * console.kit, console.logs.lines, console.logs.model, console.logs.reader, console.logs.text, logfile, message and
 * secret of ours.
 */
@NullMarked
package dev.darkroom.console.logs.action;

import org.jspecify.annotations.NullMarked;
