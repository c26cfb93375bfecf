/** The events that the engine publishes after a commit. Depends on logging. */
@NullMarked
package dev.darkroom.event;

import org.jspecify.annotations.NullMarked;
