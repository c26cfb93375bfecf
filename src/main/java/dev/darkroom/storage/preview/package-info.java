/**
 * Stored files fetched through signed URLs and made ready to be looked at. Imports http, json, mediafile, message, storage,
 * storage.access, storage.supabase and system of ours.
 */
@NullMarked
package dev.darkroom.storage.preview;

import org.jspecify.annotations.NullMarked;
