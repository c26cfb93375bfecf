/**
 * JSON, texts and times as services and people write them, and the bounds that they are held to. Imports message of
 * ours.
 */
@NullMarked
package dev.darkroom.json;

import org.jspecify.annotations.NullMarked;
