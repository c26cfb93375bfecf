/**
 * The writing side of the log: categories, marks, redaction, the terminal, the files, and the newest lines in memory.
 * Imports secret and system of ours.
 *
 * <p>{@link CategoryLog} writes, {@link LogContext} says what a thread is about, {@link LoggingService} decides where
 * it goes. The way of a line: logger, {@link BatchingAsyncAppender}, {@link LogLine} (redacted), then terminal,
 * {@code backend.log}, {@code server.log} and {@link LogRingBuffer}.
 */
@NullMarked
package dev.darkroom.logging;

import org.jspecify.annotations.NullMarked;
