/**
 * Case bundles in the window: saved with a page to be read, opened in windows of their own. Imports casebundle, console,
 * console.generations, console.generations.details, console.kit, credit, generation, logging and storage of ours.
 */
@NullMarked
package dev.darkroom.console.generations.cases;

import org.jspecify.annotations.NullMarked;
