/**
 * The client of fal.ai's queue: submit once, poll, fetch, cancel, look up; also the available models and their prices. Imports
 * fal.catalog, http, json, message and secret of ours.
 */
@NullMarked
package dev.darkroom.fal;

import org.jspecify.annotations.NullMarked;
