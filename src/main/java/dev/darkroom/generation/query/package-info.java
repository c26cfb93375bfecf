/**
 * Lists, counts, search, details and export for the console, by keyset pages. Depends on credit, database, fal, generation,
 * generation.diagnosis, generation.engine, logging, message, storage and system.
 */
@NullMarked
package dev.darkroom.generation.query;

import org.jspecify.annotations.NullMarked;
