/**
 * Light and dark, colours that mean something, icons, chips. Imports console.kit.text and logging of ours.
 */
@NullMarked
package dev.darkroom.console.kit.theme;

import org.jspecify.annotations.NullMarked;
