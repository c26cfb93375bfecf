package dev.darkroom.console.activity;

import dev.darkroom.activity.ActivityEntry;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The jumps from a line of Activity.
 *
 * @param details shows the line in the inspector
 */
record ActivityNavigation(Consumer<UUID> generation, Consumer<String> account, Consumer<ActivityEntry> details) {}
