/** Entry point. */
@NullMarked
package dev.darkroom;

import org.jspecify.annotations.NullMarked;
