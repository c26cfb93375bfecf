/**
 * The actions on records: follow their links, copy, export with secrets masked, show one in full. Imports console, console.kit,
 * console.logs.lines, console.logs.model, console.logs.reader, console.logs.text, logfile, message, secret and
 * system of ours.
 */
@NullMarked
package dev.darkroom.console.logs.action;

import org.jspecify.annotations.NullMarked;
