package dev.darkroom.console.overview;

import dev.darkroom.generation.GenerationRow;
import dev.darkroom.generation.diagnosis.GenerationDiagnosis;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Where Overview leads.
 *
 * @param generations the id of a generation, or a filter that may name a view
 * @param act the generation, with the dialog of this act
 * @param retryAll all that a filter leaves, with the question whether to retry them
 * @param recoverAll these, with the question whether to recover them
 */
public record OverviewNavigation(
        Consumer<String> generations,
        Runnable credits,
        Runnable files,
        BiConsumer<UUID, GenerationDiagnosis.SafeAction> act,
        Consumer<String> retryAll,
        Consumer<List<GenerationRow>> recoverAll) {}
