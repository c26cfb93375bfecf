/**
 * The HTTP client of Supabase Storage: {@link dev.darkroom.storage.supabase.SupabaseStorage} makes the calls,
 * {@link dev.darkroom.storage.supabase.StorageKey} defines the paths of files. Depends on http, json, message, secret and system.
 */
@NullMarked
package dev.darkroom.storage.supabase;

import org.jspecify.annotations.NullMarked;
