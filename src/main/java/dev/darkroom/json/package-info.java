/**
 * JSON, texts and times as outside services send them, and the bounds that they are held to. Imports nothing of ours.
 */
@NullMarked
package dev.darkroom.json;

import org.jspecify.annotations.NullMarked;
