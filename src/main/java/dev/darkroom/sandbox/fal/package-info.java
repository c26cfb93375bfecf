/**
 * The inside of the fal.ai stand-in: models, the queue and its journal, and one class per family of calls. Uses Jetty,
 * the media package and http; only {@code FalSandbox} builds it.
 */
@NullMarked
package dev.darkroom.sandbox.fal;

import org.jspecify.annotations.NullMarked;
