/**
 * Finds and masks keys, tokens and passwords in text. Imports json of ours.
 */
@NullMarked
package dev.darkroom.secret;

import org.jspecify.annotations.NullMarked;
