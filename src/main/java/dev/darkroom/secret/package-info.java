/**
 * Finds and masks keys, tokens and passwords in text. Depends on json.
 */
@NullMarked
package dev.darkroom.secret;

import org.jspecify.annotations.NullMarked;
