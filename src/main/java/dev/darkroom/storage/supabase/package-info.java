/**
 * The HTTP client of Supabase Storage: {@link dev.darkroom.storage.supabase.SupabaseStorage} makes the calls, {@link
 * dev.darkroom.storage.supabase.StorageKey} says where a file lies. Imports http, json, message, secret and system of
 * ours.
 */
@NullMarked
package dev.darkroom.storage.supabase;

import org.jspecify.annotations.NullMarked;
