/**
 * Texts in the user's language, readable numbers and times, errors as one sentence. Imports message, secret and system of ours.
 */
@NullMarked
package dev.darkroom.console.kit.text;

import org.jspecify.annotations.NullMarked;
