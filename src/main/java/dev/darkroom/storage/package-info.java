/**
 * The files of generations: their rows, their kinds, and whether storage matches the rows. Depends on database, http, json,
 * logging, mediafile, message, storage.access, storage.supabase and system.
 */
@NullMarked
package dev.darkroom.storage;

import org.jspecify.annotations.NullMarked;
