/**
 * One shared log of all engines of a database: {@link SharedLogPublisher} sends this process's log records to the table
 * {@code log_record}, {@link SharedLogSpool} copies the records of all engines into a local file, which is then a log file like
 * any other. Depends on database, logging, message and system.
 */
@NullMarked
package dev.darkroom.sharedlog;

import org.jspecify.annotations.NullMarked;
