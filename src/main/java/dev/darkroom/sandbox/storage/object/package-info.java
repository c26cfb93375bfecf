/**
 * What the storage stand-in keeps, and its rules: buckets, objects, names, sizes and who may touch a row. Imports json,
 * sandbox.http, sandbox.journal, sandbox.storage.reply and system of ours.
 */
@NullMarked
package dev.darkroom.sandbox.storage.object;

import org.jspecify.annotations.NullMarked;
