package dev.darkroom.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ids of all that match a filter which only a diagnosis of each row can decide. */
final class MatchingIds {
    private static final int PAGE = 2_000;

    private final GenerationQueries queries;

    MatchingIds(GenerationQueries queries) {
        this.queries = queries;
    }

    List<UUID> of(GenerationFilter filter) {
        List<UUID> ids = new ArrayList<>();
        GenerationRow.@Nullable Key after = null;
        while (true) {
            GenerationPage page = queries.page(filter, true, after, PAGE);
            page.lines().forEach(line -> ids.add(line.row().id()));
            if (!page.more()) {
                return ids;
            }
            if (page.lines().isEmpty()) {
                throw new IllegalArgumentException(
                        "The search takes too long to act on all that match. Narrow the filter first.");
            }
            after = page.lines().getLast().row().key();
        }
    }
}
