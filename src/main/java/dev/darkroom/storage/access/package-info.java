/**
 * Whether key and bucket let us in, and signed URLs: made for others, and read as others would. Imports http, json,
 * logging, message, secret, storage.supabase and system of ours.
 */
@NullMarked
package dev.darkroom.storage.access;

import org.jspecify.annotations.NullMarked;
