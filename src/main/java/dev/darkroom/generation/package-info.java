/**
 * The life of a generation: create, claim, run, retry, cancel. Depends on database, event, fal, json, logging, message
 * and storage.
 */
@NullMarked
package dev.darkroom.generation;

import org.jspecify.annotations.NullMarked;
