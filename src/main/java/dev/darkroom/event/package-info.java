/** The events that the engine publishes after a commit. Imports logging of ours. */
@NullMarked
package dev.darkroom.event;

import org.jspecify.annotations.NullMarked;
