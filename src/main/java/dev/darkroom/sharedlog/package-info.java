/**
 * One log of all engines of a database: {@link SharedLogPublisher} sends what this process logs to the table {@code
 * log_record}, {@link SharedLogSpool} brings what all have sent into a local file, which is then a log file like any
 * other. Imports database, logging, message and system of ours.
 */
@NullMarked
package dev.darkroom.sharedlog;

import org.jspecify.annotations.NullMarked;
