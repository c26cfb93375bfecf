/**
 * The inspector of one generation: its diagnosis, its actions, and everything that is known about it, in
 * tabs. Depends on casebundle, console.generations, console.generations.form, console.kit, credit, fal, generation,
 * json, logging, message, secret, storage and system.
 */
@NullMarked
package dev.darkroom.console.generations.details;

import org.jspecify.annotations.NullMarked;
