/** The files named by a result and their safety flags. Depends on http, json and secret. */
@NullMarked
package dev.darkroom.fal.result;

import org.jspecify.annotations.NullMarked;
