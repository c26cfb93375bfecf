/**
 * Alerts: rules with thresholds, what they found and since when, and the webhook that is told of it. Works beside
 * every engine and every console that may write, with and without a window. Imports activity, database, generation,
 * http, json, logging, message, secret and system of ours.
 *
 * <p>Each process reports what only it can see; one at a time judges ({@link AlertEvaluator}) and one at a time sends each
 * message ({@link AlertSender}).
 */
@NullMarked
package dev.darkroom.alert;

import org.jspecify.annotations.NullMarked;
