/**
 * The life of a generation: create, claim, run, retry, cancel. Imports database, event, fal, json, logging, message
 * and storage of ours.
 */
@NullMarked
package dev.darkroom.generation;

import org.jspecify.annotations.NullMarked;
