/** What the clients of fal.ai and Supabase Storage share. Imports http.outbound, json, message and secret of ours. */
@NullMarked
package dev.darkroom.http;

import org.jspecify.annotations.NullMarked;
