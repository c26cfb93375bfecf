/**
 * Light and dark, colours that mean something, icons, chips, how the focus is seen. Imports console.kit.text and logging of ours.
 */
@NullMarked
package dev.darkroom.console.kit.theme;

import org.jspecify.annotations.NullMarked;
