/**
 * Fetches stored files through signed URLs and prepares them for viewing. Imports http, json, mediafile, message, storage,
 * storage.access, storage.supabase and system of ours.
 */
@NullMarked
package dev.darkroom.storage.preview;

import org.jspecify.annotations.NullMarked;
