/** Shared by the clients of fal.ai and Supabase Storage. Depends on http.outbound, json, message, secret and system. */
@NullMarked
package dev.darkroom.http;

import org.jspecify.annotations.NullMarked;
