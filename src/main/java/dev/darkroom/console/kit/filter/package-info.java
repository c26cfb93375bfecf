/**
 * Typed chips before a text field, their text form and its parser, and a window's pinned subject. Imports console.kit.text,
 * console.kit.theme and message of ours.
 */
@NullMarked
package dev.darkroom.console.kit.filter;

import org.jspecify.annotations.NullMarked;
