/**
 * The form for a new generation. Imports console, console.generations, console.kit, credit, database, fal, generation, json
 * and message of ours.
 */
@NullMarked
package dev.darkroom.console.generations.form;

import org.jspecify.annotations.NullMarked;
