/**
 * Typed chips before a text field, their text form and its parser, and a window's pinned subject. Depends on console.kit.text,
 * console.kit.theme and message.
 */
@NullMarked
package dev.darkroom.console.kit.filter;

import org.jspecify.annotations.NullMarked;
