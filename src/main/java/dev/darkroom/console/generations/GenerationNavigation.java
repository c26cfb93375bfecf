package dev.darkroom.console.generations;

import java.util.UUID;
import java.util.function.Consumer;

/** Where one can go from a generation; other screens are known to whoever builds this one. */
public record GenerationNavigation(Consumer<UUID> openLogs, Consumer<String> openUser, Consumer<UUID> openFile) {}
