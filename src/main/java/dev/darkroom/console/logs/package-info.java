/**
 * The Logs screen: any log, live or old, its categories and levels as facets, its time line, its lines on a canvas.
 *
 * <p>{@link LogsModel} holds what is open and wanted; a {@link LogReader} looks for it on threads of its own and hands over
 * one {@link LogSnapshot} after another; {@link LogCanvas} draws what is in view, {@link LogActions} is what can be done with it.
 * Imports the console's kit, the reading side {@code logfile} and the masking of {@code http}; never another screen.
 */
@NullMarked
package dev.darkroom.console.logs;

import org.jspecify.annotations.NullMarked;
