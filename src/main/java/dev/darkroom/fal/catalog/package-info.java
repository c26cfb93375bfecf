/** The models that can be ordered: what they take, what they make, what they cost. Imports json and message of ours. */
@NullMarked
package dev.darkroom.fal.catalog;

import org.jspecify.annotations.NullMarked;
