/** The available models: their inputs, outputs and prices. Imports json and message of ours. */
@NullMarked
package dev.darkroom.fal.catalog;

import org.jspecify.annotations.NullMarked;
