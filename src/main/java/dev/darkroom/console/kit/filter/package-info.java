/**
 * Typed chips before a text field, the text that they are written as and how it is read, and what a window is pinned to. Imports
 * console.kit.text, console.kit.theme and message of ours.
 */
@NullMarked
package dev.darkroom.console.kit.filter;

import org.jspecify.annotations.NullMarked;
