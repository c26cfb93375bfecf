/**
 * The storage stand-in's data and its rules: buckets, objects, names, sizes and access to rows. Depends on json, sandbox.http,
 * sandbox.journal, sandbox.storage.reply and system.
 */
@NullMarked
package dev.darkroom.sandbox.storage.object;

import org.jspecify.annotations.NullMarked;
