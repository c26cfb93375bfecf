/**
 * Group commit: rows submitted on any thread are written together, and locked ones wait aside. Depends on database, json,
 * logging, message and system.
 */
@NullMarked
package dev.darkroom.database.writer;

import org.jspecify.annotations.NullMarked;
