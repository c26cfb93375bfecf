/**
 * The reading side of the log: any file of any size, without a mapping (a mapped log that is truncated ends the JVM).
 * Imports logfile.match, logfile.parse, logfile.source and system of ours.
 *
 * <p>{@link LogFile} is what to open: records by number, selections and counts for a {@link LogQuery}. {@link
 * RecordScanner} is the one pass below it and below the {@code logs} command: {@link ScanBuffer}s of bytes, lines
 * found eight bytes at a time, each first line read by {@link LineHead}. Searches read into {@link NativeBytes}, in
 * which C looks for a text, or, where that cannot be, eight bytes at a time as well. {@link LogTail} follows a file
 * that is written. What a person looks for goes through {@link SearchExpression} and {@link ExpressionMatcher}, and
 * what is packed through {@link UnpackFolder}: neither may take all time or all room. Text is damaged, long and
 * hostile until proven otherwise.
 */
@NullMarked
package dev.darkroom.logfile;

import org.jspecify.annotations.NullMarked;
