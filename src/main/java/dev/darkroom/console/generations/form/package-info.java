/**
 * The form for a new generation. Depends on console, console.generations, console.kit, credit, database, fal, generation, json
 * and message.
 */
@NullMarked
package dev.darkroom.console.generations.form;

import org.jspecify.annotations.NullMarked;
