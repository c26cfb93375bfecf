/**
 * Results on their way into Supabase Storage, their metadata and their signed URLs. Imports http, database, event and logging.
 */
@NullMarked
package dev.darkroom.storage;

import org.jspecify.annotations.NullMarked;
