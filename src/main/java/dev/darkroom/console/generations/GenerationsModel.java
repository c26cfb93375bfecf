package dev.darkroom.console.generations;

import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.table.PageSource;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.PollingTask;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationPage;
import dev.darkroom.generation.query.GenerationPage.Line;
import dev.darkroom.generation.query.GenerationPreset;
import dev.darkroom.generation.query.GenerationQueries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the list of generations shows. Properties belong to the FX thread; questions go to
 * {@code background} and their answers come back through {@code fx}.
 */
public final class GenerationsModel {
    /**
     * Changes come many a second, and other engines tell this window nothing of theirs; so counts are asked for by the
     * clock alone, and at once only after what a person did here.
     */
    private static final Duration RECOUNT = Duration.ofSeconds(2);

    private final GenerationQueries queries;
    private final Executor fx;
    private final InstantSource clock;
    private final LatestQuestion counting;
    private final LatestQuestion changes;
    private final ObjectProperty<GenerationPreset> view = new SimpleObjectProperty<>(GenerationPreset.ALL);
    private final BooleanProperty oldestFirst = new SimpleBooleanProperty(GenerationPreset.ALL.oldestFirst());
    private final ObjectProperty<FilterText> filter = new SimpleObjectProperty<>(FilterText.EMPTY);
    private final ReadOnlyObjectWrapper<GenerationQueries.Counts> counts =
            new ReadOnlyObjectWrapper<>(new GenerationQueries.Counts(Map.of(), 0));
    private final ReadOnlyObjectWrapper<@Nullable Exception> countFailure = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Read> lastRead = new ReadOnlyObjectWrapper<>();
    private volatile Duration offset = Duration.ZERO;

    /** How the last page was read. */
    public record Read(Instant at, Duration took, GenerationPage.End end) {}

    private record Counted(GenerationQueries.Counts counts, Instant databaseTime) {}

    public GenerationsModel(GenerationQueries queries, Executor background, Executor fx, InstantSource clock) {
        this.queries = queries;
        this.fx = fx;
        this.clock = clock;
        counting = new LatestQuestion(background, fx);
        changes = new LatestQuestion(background, fx);
        view.subscribe(chosen -> oldestFirst.set(chosen.oldestFirst()));
    }

    public ObjectProperty<GenerationPreset> viewProperty() {
        return view;
    }

    /** Follows the view until it is set to something else. */
    public BooleanProperty oldestFirstProperty() {
        return oldestFirst;
    }

    public ObjectProperty<FilterText> filterProperty() {
        return filter;
    }

    public ReadOnlyObjectProperty<GenerationQueries.Counts> countsProperty() {
        return counts.getReadOnlyProperty();
    }

    /** Why the last counts did not come, null when they did. */
    public ReadOnlyObjectProperty<@Nullable Exception> countFailureProperty() {
        return countFailure.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Read> lastReadProperty() {
        return lastRead.getReadOnlyProperty();
    }

    /** What the filter says that cannot be meant. */
    public List<String> filterProblems() {
        return GenerationFilterParser.of(view.get(), filter.get()).problems();
    }

    /** What the view and the filter narrow the list to. */
    public GenerationFilter wanted() {
        return GenerationFilterParser.of(view.get(), filter.get()).filter();
    }

    /** The time of the database, by which ages are told. */
    public Instant now() {
        return clock.instant().plus(offset);
    }

    /** Keeps the counts up to date whatever screen is shown, until the result is closed. */
    public PollingTask watchCounts(FxEventBridge feed) {
        return feed.every(RECOUNT, () -> true, _ -> count());
    }

    /** The rows for the view, the filter and the order of this moment; later changes need new pages. */
    public PageSource<Line> pages() {
        GenerationFilter wanted = wanted();
        boolean ascending = oldestFirst.get();
        return (after, limit) -> {
            GenerationPage page = queries.page(
                    wanted, ascending, after == null ? null : after.row().key(), limit);
            fx.execute(() -> lastRead.set(new Read(clock.instant(), page.took(), page.end())));
            return page.lines();
        };
    }

    /** Asks for the counts now. */
    public void count() {
        counting.again(
                () -> new Counted(queries.counts(), queries.situation().now()),
                counted -> {
                    offset = Duration.between(clock.instant(), counted.databaseTime());
                    counts.set(counted.counts());
                    countFailure.set(null);
                },
                countFailure::set);
    }

    /** Reads rows that are shown and were changed; when more changes come in between, only the latest are told. */
    public void read(Collection<UUID> ids, Consumer<List<Line>> onRows) {
        if (!ids.isEmpty()) {
            List<UUID> wanted = List.copyOf(ids);
            changes.ask(() -> queries.rows(wanted), onRows, _ -> {});
        }
    }
}
