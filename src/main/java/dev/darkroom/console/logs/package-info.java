/**
 * The Logs screen: any log, live or old, its categories and levels as facets, its time line, its lines on a canvas.
 * Imports console, console.kit, logfile, logging and secret of ours.
 *
 * <p>{@link LogsModel} holds what is open and wanted; a {@link LogReader} looks for it on threads of its own and
 * hands over one {@link LogSnapshot} after another; {@link LogCanvas} draws what is in view, {@link LogActions} is
 * what can be done with it.
 */
@NullMarked
package dev.darkroom.console.logs;

import org.jspecify.annotations.NullMarked;
