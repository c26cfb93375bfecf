/**
 * Alerts: rules with thresholds, their findings and since when, and the webhook that is notified. Runs next to every
 * engine and every console that may write, with and without a window. Depends on activity, database, generation,
 * http, json, logging, message, secret and system.
 *
 * <p>Each process reports what only it can see; one process at a time evaluates the rules ({@link AlertEvaluator}), and one
 * at a time sends each message ({@link AlertMonitor}).
 */
@NullMarked
package dev.darkroom.alert;

import org.jspecify.annotations.NullMarked;
