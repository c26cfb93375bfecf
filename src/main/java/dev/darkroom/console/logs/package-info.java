/**
 * The Logs screen: any log, live or old, with categories and levels as facets, a histogram, and its lines on a canvas. Imports
 * console, console.kit, console.logs.action, console.logs.facets, console.logs.histogram, console.logs.lines,
 * console.logs.model, console.logs.reader, console.logs.text and logfile of ours.
 *
 * <p>{@code model} holds the open logs and their filters; {@code reader} reads and searches on separate threads and publishes
 * one snapshot after another; {@code lines} draws the part in view, {@code action} contains the actions.
 */
@NullMarked
package dev.darkroom.console.logs;

import org.jspecify.annotations.NullMarked;
