/**
 * The Logs screen: any log, live or old, its categories and levels as facets, its time line, its lines on a canvas.
 * Imports console, console.kit, console.logs.action, console.logs.facets, console.logs.histogram,
 * console.logs.lines, console.logs.model, console.logs.reader, console.logs.text and logfile of ours.
 *
 * <p>{@code model} holds what is open and how it is filtered; {@code reader} looks for it on threads of its own and hands over one
 * snapshot after another; {@code lines} draws what is in view, {@code action} is what can be done with it.
 */
@NullMarked
package dev.darkroom.console.logs;

import org.jspecify.annotations.NullMarked;
