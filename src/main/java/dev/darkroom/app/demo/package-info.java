/**
 * The demo run: a number of generations through the whole flow, counted and checked from every side. Depends on app,
 * database, fal, generation, json, message, metric, sandbox, storage and system.
 */
@NullMarked
package dev.darkroom.app.demo;

import org.jspecify.annotations.NullMarked;
