/**
 * The client of fal.ai's queue: submit once, poll, fetch, cancel, look up; also the available models and their prices. Depends on
 * fal.catalog, http, json, message and secret.
 */
@NullMarked
package dev.darkroom.fal;

import org.jspecify.annotations.NullMarked;
