/**
 * Builds every part with {@code new} and closes them in reverse: connections, settings, secrets. The only package that wires.
 */
@NullMarked
package dev.darkroom.app;

import org.jspecify.annotations.NullMarked;
