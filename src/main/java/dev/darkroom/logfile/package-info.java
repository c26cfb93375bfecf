/**
 * The reading side of the log: any file of any size, without a mapping (a mapped log that is truncated ends the
 * JVM). Imports logfile.facet, logfile.index, logfile.match, logfile.parse, logfile.query, logfile.search and
 * logfile.source of ours.
 *
 * <p>{@link LogFile} is what to open, {@link RotatedLog} a name with what rotation made of its past, {@link LogTail} follows a
 * file that is written, and {@link LogRecordWriter} is the one pass of the {@code logs} command. What is asked of a log stands in
 * {@code query}, its index in {@code index}, what finds records by it in {@code search} and {@code facet}. Text is damaged, long
 * and hostile until proven otherwise: searches and packed files may take neither all time nor all room.
 */
@NullMarked
package dev.darkroom.logfile;

import org.jspecify.annotations.NullMarked;
