/**
 * Typed chips before a text field, the text that they are written as, and what a window is pinned to. Imports console.kit.text and
 * console.kit.theme of ours.
 */
@NullMarked
package dev.darkroom.console.kit.filter;

import org.jspecify.annotations.NullMarked;
