package dev.darkroom.console.activity;

import dev.darkroom.activity.ActivityEntry;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Where a line of Activity leads.
 *
 * @param details shows it in the inspector
 */
record ActivityNavigation(Consumer<UUID> generation, Consumer<String> account, Consumer<ActivityEntry> details) {}
