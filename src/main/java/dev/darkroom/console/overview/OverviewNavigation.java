package dev.darkroom.console.overview;

import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The jumps from Overview to other screens.
 *
 * @param generations opens a generation by id, or a filter that may name a view
 * @param requestAction opens the generation with the dialog of this action
 * @param retryAll opens all generations that match a filter and asks whether to retry them
 * @param recoverAll asks whether to recover these generations
 */
public record OverviewNavigation(
        Consumer<String> generations,
        Runnable credits,
        Runnable files,
        BiConsumer<UUID, GenerationDiagnosis.SafeAction> requestAction,
        Consumer<String> retryAll,
        Consumer<List<GenerationRow>> recoverAll) {}
