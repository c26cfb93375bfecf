/**
 * Identifies the storage stand-in's callers and handles the tokens of signed URLs. Depends on json, sandbox.http,
 * sandbox.storage.object, sandbox.storage.reply, secret and system.
 */
@NullMarked
package dev.darkroom.sandbox.storage.token;

import org.jspecify.annotations.NullMarked;
