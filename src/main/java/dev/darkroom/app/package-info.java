/**
 * Creates every component with {@code new} and closes them in reverse: connections, settings, secrets. The only package
 * that does the wiring. Imports activity, alert, console, credit, database, doctor, event, fal, generation, http, json,
 * logfile, logging, message, metric, sandbox, secret, sharedlog, storage and system of ours.
 */
@NullMarked
package dev.darkroom.app;

import org.jspecify.annotations.NullMarked;
