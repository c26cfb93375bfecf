package dev.darkroom.console.generations;

import dev.darkroom.console.Action;
import dev.darkroom.console.EmptyState;
import dev.darkroom.console.Formats;
import dev.darkroom.generation.GenerationPreset;
import dev.darkroom.generation.GenerationQueries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;

/** How many rows there are, how old they are and how long they took, in words. */
final class ListStatus {
    private ListStatus() {}

    /** {@code 1,204}, {@code 10,000+}, of all {@code ~1.2 M}; empty for none. */
    static String count(GenerationQueries.Counts counts, GenerationPreset view) {
        long count = counts.of(view);
        if (view == GenerationPreset.ALL && count >= GenerationQueries.COUNT_LIMIT) {
            boolean millions = counts.estimate() >= 1_000_000;
            return "~" + (millions ? "%.1f M".formatted(counts.estimate() / 1e6) : Formats.number(counts.estimate()));
        }
        return count == 0 ? "" : Formats.count(count, GenerationQueries.COUNT_LIMIT);
    }

    /** The segments of the status bar. */
    static List<String> parts(GenerationsModel model, int rows, Formats formats) {
        List<String> parts = new ArrayList<>();
        String count = count(model.countsProperty().get(), model.viewProperty().get());
        boolean whole = model.filterProperty().get().isEmpty() && !count.isEmpty();
        parts.add(
                whole
                        ? Words.get("status.rows.of", Formats.number(rows), count)
                        : Words.get("status.rows", Formats.number(rows)));
        GenerationsModel.Read read = model.lastReadProperty().get();
        if (read != null) {
            Duration age = Duration.between(read.at(), formats.clock().instant());
            parts.add(Words.get("status.age", Formats.duration(age)));
            parts.add(Words.get("status.query", Formats.duration(read.took())));
            switch (read.end()) {
                case REACHED -> {}
                case SEARCH_STOPPED -> parts.add(Words.get("status.stopped"));
                case SEARCH_STOPPED_WITHOUT_INDEX -> parts.add(Words.get("status.stopped.unindexed"));
            }
        }
        return parts;
    }

    static String checked(GenerationsModel model, Formats formats) {
        GenerationsModel.Read read = model.lastReadProperty().get();
        return read == null ? "" : Words.get("empty.checked", formats.ago(read.at()));
    }

    /** The three ways of there being no row. */
    static Node empty(GenerationsModel model, Formats formats, Runnable clear, Optional<Action> create) {
        if (!model.filterProperty().get().isEmpty()) {
            return EmptyState.nothingMatches(clear);
        }
        if (model.countsProperty().get().of(GenerationPreset.ALL) == 0) {
            EmptyState nothing = EmptyState.nothingYet(Words.get("empty.title"), Words.get("empty.detail"));
            return create.map(nothing::with).orElse(nothing);
        }
        return EmptyState.goodNews(
                Words.get("empty." + model.viewProperty().get().name()), checked(model, formats));
    }
}
