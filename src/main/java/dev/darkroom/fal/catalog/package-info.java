/** The available models: their inputs, outputs and prices. Depends on json and message. */
@NullMarked
package dev.darkroom.fal.catalog;

import org.jspecify.annotations.NullMarked;
