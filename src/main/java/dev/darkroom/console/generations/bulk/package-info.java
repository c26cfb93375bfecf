/**
 * Many generations at once: the bar of a selection, how far a bulk action has come, what became of each. Imports
 * console, console.generations, console.kit, event and generation of ours.
 */
@NullMarked
package dev.darkroom.console.generations.bulk;

import org.jspecify.annotations.NullMarked;
