/** JSON, texts and times as written by services and people, and the limits applied to them. Imports message of ours. */
@NullMarked
package dev.darkroom.json;

import org.jspecify.annotations.NullMarked;
