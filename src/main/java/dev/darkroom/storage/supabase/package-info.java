/**
 * The HTTP client of Supabase Storage: {@link dev.darkroom.storage.supabase.SupabaseStorage} makes the calls,
 * {@link dev.darkroom.storage.supabase.StorageKey} defines the paths of files. Imports http, json, message, secret and system
 * of ours.
 */
@NullMarked
package dev.darkroom.storage.supabase;

import org.jspecify.annotations.NullMarked;
