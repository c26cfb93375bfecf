/** JSON, texts and times as written by services and people, and the limits applied to them. Depends on message. */
@NullMarked
package dev.darkroom.json;

import org.jspecify.annotations.NullMarked;
