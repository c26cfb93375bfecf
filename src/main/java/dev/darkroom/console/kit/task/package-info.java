/**
 * The only bridge between the FX thread and all other threads: events in batches, loads of which the newest result counts,
 * polling. Depends on logging.
 */
@NullMarked
package dev.darkroom.console.kit.task;

import org.jspecify.annotations.NullMarked;
