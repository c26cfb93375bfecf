/**
 * The client of fal.ai's queue: submit once, follow, fetch, cancel, look up; the models that can be ordered and their
 * prices. Imports fal.catalog, http, json, message and secret of ours.
 */
@NullMarked
package dev.darkroom.fal;

import org.jspecify.annotations.NullMarked;
