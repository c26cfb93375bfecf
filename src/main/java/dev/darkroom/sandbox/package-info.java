/**
 * Stand-ins for fal.ai and Supabase Storage on loopback, with faults, and demo traffic.
 */
@NullMarked
package dev.darkroom.sandbox;

import org.jspecify.annotations.NullMarked;
