package dev.darkroom.console.overview;

import java.util.function.Consumer;

/**
 * Where Overview leads.
 *
 * @param generations the id of a generation, or a filter that may name a view
 */
public record OverviewNavigation(Consumer<String> generations, Runnable credits, Runnable files) {}
