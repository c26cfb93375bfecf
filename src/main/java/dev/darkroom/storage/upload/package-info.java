/**
 * Stores results in the bucket: fetch, check, hash, upload. Imports database, fal, http, logging, message, secret, storage,
 * storage.access, storage.supabase and system of ours.
 */
@NullMarked
package dev.darkroom.storage.upload;

import org.jspecify.annotations.NullMarked;
