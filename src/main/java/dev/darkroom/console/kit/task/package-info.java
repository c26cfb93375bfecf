/**
 * The one way between the FX thread and all others: events in batches, loads of which the newest counts, repeated
 * questions. Imports logging of ours.
 */
@NullMarked
package dev.darkroom.console.kit.task;

import org.jspecify.annotations.NullMarked;
