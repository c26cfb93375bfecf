/**
 * Group commit: rows submitted on any thread are written together, and locked ones wait aside. Imports database, json,
 * logging, message and system of ours.
 */
@NullMarked
package dev.darkroom.database.writer;

import org.jspecify.annotations.NullMarked;
