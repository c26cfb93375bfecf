package dev.darkroom.console.generations;

import dev.darkroom.console.kit.dialog.EmptyState;
import dev.darkroom.console.kit.list.ListControls;
import dev.darkroom.console.kit.list.ListModel;
import dev.darkroom.console.kit.navigation.ConsoleAction;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationQueries;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;

/** Describes in words how many rows there are, how old they are and how long they took. */
public final class GenerationListStatus {
    private GenerationListStatus() {}

    /** {@code 1,204}, {@code 10,000+}, for all {@code ~1.2 M}; empty if the view is not counted. */
    public static String count(GenerationQueries.Counts counts, GenerationPreset view) {
        return counts.byView().containsKey(view) ? words(counts.of(view), counts, view) : "";
    }

    private static String words(long count, GenerationQueries.Counts counts, GenerationPreset view) {
        if (view == GenerationPreset.ALL && count >= GenerationQueries.COUNT_LIMIT && counts.estimate() > 0) {
            boolean millions = counts.estimate() >= 1_000_000;
            return "~"
                    + (millions
                            ? String.format(Locale.ROOT, "%.1f M", counts.estimate() / 1e6)
                            : ValueFormats.number(counts.estimate()));
        }
        return ValueFormats.count(count, GenerationQueries.COUNT_LIMIT);
    }

    /** The segments of the status bar. */
    public static List<String> parts(GenerationsModel model, ListControls<GenerationPreset> controls) {
        GenerationQueries.Counts counts = model.matchingProperty().get();
        GenerationPreset view = model.viewProperty().get();
        List<String> parts =
                controls.status(counts.byView().isEmpty() ? -1 : counts.of(view), count -> words(count, counts, view));
        switch (model.endProperty().get()) {
            case REACHED -> {}
            case SEARCH_STOPPED -> parts.add(GenerationMessages.get("status.stopped"));
            case SEARCH_STOPPED_WITHOUT_INDEX -> parts.add(GenerationMessages.get("status.stopped.unindexed"));
        }
        return parts;
    }

    static String checked(GenerationsModel model, ValueFormats formats) {
        ListModel.PageRead read = model.list().lastReadProperty().get();
        return read == null ? "" : GenerationMessages.get("empty.checked", formats.ago(read.at()));
    }

    /** The placeholder of an unfiltered empty list: none at all, or none in this view. */
    public static Node empty(GenerationsModel model, ValueFormats formats, Optional<ConsoleAction> create) {
        if (model.countsProperty().get().of(GenerationPreset.ALL) == 0) {
            EmptyState nothing = EmptyState.nothingYet(
                    GenerationMessages.get("empty.title"), GenerationMessages.get("empty.detail"));
            return create.map(nothing::with).orElse(nothing);
        }
        return EmptyState.goodNews(
                GenerationMessages.get("empty." + model.viewProperty().get().name()), checked(model, formats));
    }
}
