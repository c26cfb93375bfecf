/**
 * Texts in the user's language, readable numbers and times, errors as one sentence. Depends on message, secret and system.
 */
@NullMarked
package dev.darkroom.console.kit.text;

import org.jspecify.annotations.NullMarked;
