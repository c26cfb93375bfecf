/** Shared by the clients of fal.ai and Supabase Storage. Imports http.outbound, json, message, secret and system of ours. */
@NullMarked
package dev.darkroom.http;

import org.jspecify.annotations.NullMarked;
