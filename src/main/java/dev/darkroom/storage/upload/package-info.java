/**
 * Stores results in the bucket: fetch, check, hash, upload. Depends on database, fal, http, logging, message, secret, storage,
 * storage.access, storage.supabase and system.
 */
@NullMarked
package dev.darkroom.storage.upload;

import org.jspecify.annotations.NullMarked;
