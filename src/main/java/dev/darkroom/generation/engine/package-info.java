/**
 * The engine: claims, leases, heartbeat, the run of one attempt with its steps, the circuit breaker, housekeeping.
 * Imports database, database.writer, event, fal, fal.catalog, fal.result, generation, http, json, logging, secret,
 * storage and storage.upload of ours.
 */
@NullMarked
package dev.darkroom.generation.engine;

import org.jspecify.annotations.NullMarked;
