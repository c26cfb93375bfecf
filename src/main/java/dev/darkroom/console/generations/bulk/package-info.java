/**
 * Bulk actions: the bar of a selection, the progress of a bulk action, and the outcome of each item. Imports
 * console, console.generations, console.kit, event, generation and message of ours.
 */
@NullMarked
package dev.darkroom.console.generations.bulk;

import org.jspecify.annotations.NullMarked;
