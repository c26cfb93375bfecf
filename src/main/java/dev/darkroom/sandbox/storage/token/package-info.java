/**
 * Identifies the storage stand-in's callers and handles the tokens of signed URLs. Imports json, sandbox.http,
 * sandbox.storage.object, sandbox.storage.reply, secret and system of ours.
 */
@NullMarked
package dev.darkroom.sandbox.storage.token;

import org.jspecify.annotations.NullMarked;
