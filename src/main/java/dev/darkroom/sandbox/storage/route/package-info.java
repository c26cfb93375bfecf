/**
 * The routes of the storage stand-in, one class per family. Depends on json, sandbox.fault, sandbox.http, sandbox.storage.object,
 * sandbox.storage.reply, sandbox.storage.token and system.
 */
@NullMarked
package dev.darkroom.sandbox.storage.route;

import org.jspecify.annotations.NullMarked;
