package dev.darkroom.app;

import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.storage.supabase.SupabaseSettings;

/** Where the three services of a connection are, with their keys. */
public record ServiceEndpoints(DatabaseSettings database, FalSettings fal, SupabaseSettings storage) {}
