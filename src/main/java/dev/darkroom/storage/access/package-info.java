/**
 * Checks access by key and bucket, and creates and downloads signed URLs. Depends on http, json, logging, message, secret,
 * storage.supabase and system.
 */
@NullMarked
package dev.darkroom.storage.access;

import org.jspecify.annotations.NullMarked;
