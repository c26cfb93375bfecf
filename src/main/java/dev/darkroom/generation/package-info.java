/**
 * The life of a generation: create, claim, run, retry, cancel. May import every other engine package; never the console.
 */
@NullMarked
package dev.darkroom.generation;

import org.jspecify.annotations.NullMarked;
