/**
 * The client of fal.ai's queue: submit once, follow, fetch, cancel, look up. Imports http and logging only.
 */
@NullMarked
package dev.darkroom.fal;

import org.jspecify.annotations.NullMarked;
