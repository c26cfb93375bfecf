/**
 * Creates every component with {@code new} and closes them in reverse: connections, settings, secrets. The only package
 * that does the wiring. Depends on activity, alert, console, credit, database, doctor, event, fal, generation, http, json,
 * logfile, logging, message, metric, sandbox, secret, sharedlog, storage and system.
 */
@NullMarked
package dev.darkroom.app;

import org.jspecify.annotations.NullMarked;
