/**
 * Typed chips before a text field, and the text that they are written as. Imports console.kit.text and
 * console.kit.theme of ours.
 */
@NullMarked
package dev.darkroom.console.kit.filter;

import org.jspecify.annotations.NullMarked;
