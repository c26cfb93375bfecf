package dev.darkroom.app;

import dev.darkroom.database.DatabaseSettings;
import dev.darkroom.fal.FalSettings;
import dev.darkroom.storage.supabase.SupabaseSettings;

/** The addresses of the three services of a connection, with their keys. */
public record ServiceEndpoints(DatabaseSettings database, FalSettings fal, SupabaseSettings storage) {}
