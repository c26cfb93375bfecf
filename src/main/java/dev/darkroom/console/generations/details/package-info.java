/**
 * The inspector of one generation: its diagnosis, what can be done with it, and everything that is known of it, in
 * tabs. Imports casebundle, console.generations, console.generations.form, console.kit, credit, fal, generation,
 * json, logging, message, secret, storage and system of ours.
 */
@NullMarked
package dev.darkroom.console.generations.details;

import org.jspecify.annotations.NullMarked;
