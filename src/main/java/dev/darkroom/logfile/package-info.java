/**
 * Reads logs: any file of any size, without memory mapping (truncating a mapped log crashes the JVM). Depends on logfile.facet,
 * logfile.index, logfile.match, logfile.parse, logfile.query, logfile.search and logfile.source.
 *
 * <p>{@link LogFile} opens a single file, {@link RotatedLog} a name together with its rotated files, {@link LogTail} follows a
 * growing file, and {@link LogRecordWriter} is the single pass of the {@code logs} command. Queries and their results are in
 * {@code query}, the index in {@code index}, what uses it to find records in {@code search} and {@code facet}. Log content is
 * assumed to be damaged, oversized and hostile: searches and compressed files are limited in the time and space they may take.
 */
@NullMarked
package dev.darkroom.logfile;

import org.jspecify.annotations.NullMarked;
