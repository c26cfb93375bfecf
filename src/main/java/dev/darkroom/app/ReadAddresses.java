package dev.darkroom.app;

import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.storage.supabase.SupabaseSettings;

/** Where the two services are that a console reads; it asks fal.ai nothing and needs no key of it. */
record ReadAddresses(DatabaseSettings database, SupabaseSettings storage) {}
