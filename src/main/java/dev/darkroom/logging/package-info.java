/**
 * Writes the log: categories, marks, redaction, the terminal, the files, and the newest lines in memory. Depends on secret and
 * system.
 *
 * <p>{@link CategoryLog} writes lines, {@link LogContext} holds what a thread is working on, {@link LoggingService} decides
 * where lines go. A line passes through: logger, {@link BatchingAsyncAppender}, {@link LogLine} (redacted), then terminal,
 * {@code backend.log}, {@code server.log} and {@link LogRingBuffer}.
 */
@NullMarked
package dev.darkroom.logging;

import org.jspecify.annotations.NullMarked;
