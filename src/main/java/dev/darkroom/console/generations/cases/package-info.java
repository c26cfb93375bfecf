/**
 * Case bundles in the window: saved with a readable page, opened in separate windows. Imports casebundle, console,
 * console.generations, console.generations.details, console.kit, credit, generation, logging and storage of ours.
 */
@NullMarked
package dev.darkroom.console.generations.cases;

import org.jspecify.annotations.NullMarked;
