/**
 * The writing side of the log: categories, marks, redaction, the terminal, the files, and the newest lines in memory.
 *
 * <p>{@link CategoryLog} writes, {@link LogContext} says what a thread is about, {@link Logging} decides where it goes.
 * The way of a line: logger, {@link LineQueue}, {@link LogLine} (redacted), then terminal, {@code backend.log},
 * {@code server.log} and {@link LiveLog}. Imports http.Redact and system at the most.
 */
@NullMarked
package dev.darkroom.logging;

import org.jspecify.annotations.NullMarked;
