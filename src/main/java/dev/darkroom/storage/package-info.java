/**
 * Results on their way into Supabase Storage, their metadata and their signed URLs. {@link
 * dev.darkroom.storage.SupabaseStorage} is the HTTP client, {@link dev.darkroom.storage.StorageKey} says where a file
 * lies. Imports database, http, json, logging, mediafile, message and secret of ours.
 */
@NullMarked
package dev.darkroom.storage;

import org.jspecify.annotations.NullMarked;
