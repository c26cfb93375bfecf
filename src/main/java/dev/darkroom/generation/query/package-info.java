/**
 * Lists, counts and search for the console, by keyset pages. Imports database, fal, generation, generation.diagnosis and
 * generation.engine of ours.
 */
@NullMarked
package dev.darkroom.generation.query;

import org.jspecify.annotations.NullMarked;
