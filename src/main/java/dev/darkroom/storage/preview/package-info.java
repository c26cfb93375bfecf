/**
 * Fetches stored files through signed URLs and prepares them for viewing. Depends on http, json, mediafile, message, storage,
 * storage.access, storage.supabase and system.
 */
@NullMarked
package dev.darkroom.storage.preview;

import org.jspecify.annotations.NullMarked;
