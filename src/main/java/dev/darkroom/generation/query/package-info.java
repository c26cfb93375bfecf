/**
 * Lists, counts, search and export for the console, by keyset pages. Imports database, fal, generation, generation.diagnosis,
 * generation.engine, message and system of ours.
 */
@NullMarked
package dev.darkroom.generation.query;

import org.jspecify.annotations.NullMarked;
