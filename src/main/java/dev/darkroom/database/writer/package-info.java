/**
 * Group commit: rows that callers hand in on any thread are written together, and what is locked waits aside. Imports
 * database, json, logging and message of ours.
 */
@NullMarked
package dev.darkroom.database.writer;

import org.jspecify.annotations.NullMarked;
