/**
 * The demo run: sends a number of generations through the whole flow, then counts and checks them from every side. Imports app,
 * database, fal, generation, json, message, metric, sandbox, storage and system of ours.
 */
@NullMarked
package dev.darkroom.app.demo;

import org.jspecify.annotations.NullMarked;
