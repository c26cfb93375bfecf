/**
 * Checks access by key and bucket, and creates and downloads signed URLs. Imports http, json, logging, message, secret,
 * storage.supabase and system of ours.
 */
@NullMarked
package dev.darkroom.storage.access;

import org.jspecify.annotations.NullMarked;
