/**
 * The engine: claims, leases, heartbeat, the run of one attempt with its steps, the circuit breaker, housekeeping. Depends on
 * database, event, fal, generation, http, json, logging, message, metric, secret, storage and system.
 */
@NullMarked
package dev.darkroom.generation.engine;

import org.jspecify.annotations.NullMarked;
