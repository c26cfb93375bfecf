/**
 * What the clients of fal.ai and Supabase Storage share. Imports nothing of ours.
 */
@NullMarked
package dev.darkroom.http;

import org.jspecify.annotations.NullMarked;
