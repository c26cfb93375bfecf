/**
 * What the engine tells after a commit. Imports nothing of ours but plain records and logging.
 */
@NullMarked
package dev.darkroom.event;

import org.jspecify.annotations.NullMarked;
