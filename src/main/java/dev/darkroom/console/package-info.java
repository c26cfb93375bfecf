/**
 * The window: shell, screens, and what they share. The only package tree that imports JavaFX.
 */
@NullMarked
package dev.darkroom.console;

import org.jspecify.annotations.NullMarked;
