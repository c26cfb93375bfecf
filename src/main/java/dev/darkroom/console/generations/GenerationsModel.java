package dev.darkroom.console.generations;

import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.list.ListModel;
import dev.darkroom.console.kit.list.ListSource;
import dev.darkroom.console.kit.table.ColumnOrder;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
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
    /** How many times less often while another screen is shown, where only a badge tells of them. */
    private static final int HIDDEN_BEATS = 3;

    private static final int SUGGESTED = 12;

    private static final GenerationQueries.Counts UNKNOWN = new GenerationQueries.Counts(Map.of(), 0);

    private final GenerationQueries queries;
    private final Executor fx;
    private final InstantSource clock;
    private final String actor;
    private final LatestTask counting;
    private final LatestTask changes;
    private final LatestTask membership;
    private final LatestTask names;
    private final ListModel<GenerationPreset, GenerationFilter, Line> list;
    private final ReadOnlyObjectWrapper<GenerationQueries.Counts> counts = new ReadOnlyObjectWrapper<>(UNKNOWN);
    private final ReadOnlyObjectWrapper<GenerationQueries.Counts> matching = new ReadOnlyObjectWrapper<>(UNKNOWN);
    private final ReadOnlyObjectWrapper<@Nullable Exception> countFailure = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<GenerationPage.End> end =
            new ReadOnlyObjectWrapper<>(GenerationPage.End.REACHED);
    private volatile Duration offset = Duration.ZERO;

    /** Lines by their age: the youngest is the newest. */
    private final class LineSource implements ListSource<GenerationPreset, GenerationFilter, Line> {
        @Override
        public Parsed<GenerationFilter> parse(FilterText text, GenerationPreset view) {
            GenerationFilterParser parsed = GenerationFilterParser.of(view, text, actor);
            return new Parsed<>(Optional.of(parsed.filter()), String.join(" ", parsed.problems()));
        }

        @Override
        public ColumnOrder order(GenerationPreset view) {
            return new ColumnOrder("age", !view.oldestFirst());
        }

        @Override
        public OptionalLong count(GenerationFilter filter) {
            return queries.count(filter);
        }

        @Override
        public List<Line> page(GenerationFilter filter, ColumnOrder order, @Nullable Line after, int limit) {
            GenerationPage page = queries.page(
                    filter,
                    !order.ascending(),
                    after == null ? null : after.row().key(),
                    limit);
            fx.execute(() -> end.set(page.end()));
            return page.lines();
        }
    }

    private record Counted(GenerationQueries.Counts all, GenerationQueries.Counts matching, Instant databaseTime) {}

    /** @param actor who looks at the list, as marks name them */
    public GenerationsModel(
            GenerationQueries queries, Executor background, Executor fx, InstantSource clock, String actor) {
        this.queries = queries;
        this.fx = fx;
        this.clock = clock;
        this.actor = actor;
        counting = new LatestTask(background, fx);
        changes = new LatestTask(background, fx);
        membership = new LatestTask(background, fx);
        names = new LatestTask(background, fx);
        list = new ListModel<>(new LineSource(), GenerationPreset.ALL, fx, clock);
        list.wholeTextProperty().subscribe((_, narrowed) -> {
            matching.set(narrowed.isEmpty() ? counts.get() : UNKNOWN);
            counting.cancel();
            count();
        });
    }

    public ListModel<GenerationPreset, GenerationFilter, Line> list() {
        return list;
    }

    public ObjectProperty<GenerationPreset> viewProperty() {
        return list.viewProperty();
    }

    public ObjectProperty<FilterText> filterProperty() {
        return list.textProperty();
    }

    /** Of everything, whatever the filter. */
    public ReadOnlyObjectProperty<GenerationQueries.Counts> countsProperty() {
        return counts.getReadOnlyProperty();
    }

    /** Of what the filter leaves; empty until that was counted. */
    public ReadOnlyObjectProperty<GenerationQueries.Counts> matchingProperty() {
        return matching.getReadOnlyProperty();
    }

    /** Why the last counts did not come, null when they did. */
    public ReadOnlyObjectProperty<@Nullable Exception> countFailureProperty() {
        return countFailure.getReadOnlyProperty();
    }

    /** Whether the last page was searched for to its end. */
    public ReadOnlyObjectProperty<GenerationPage.End> endProperty() {
        return end.getReadOnlyProperty();
    }

    /** What the view and the filter narrow the list to. */
    public GenerationFilter wanted() {
        return list.filterProperty().get();
    }

    /** The time of the database, by which ages are told. */
    public Instant now() {
        return clock.instant().plus(offset);
    }

    /** Keeps the counts up to date whatever screen is shown, until the result is closed. */
    public PollingTask watchCounts(FxEventBridge feed, BooleanSupplier shown) {
        int[] beats = {0};
        return feed.every(RECOUNT, () -> true, _ -> {
            if (shown.getAsBoolean() || beats[0]++ % HIDDEN_BEATS == 0) {
                count();
            }
        });
    }

    /** Asks for the counts now. */
    public void count() {
        boolean whole = list.wholeTextProperty().get().isEmpty();
        GenerationFilter narrowed = wanted();
        counting.loadIfIdle(
                () -> {
                    GenerationQueries.Counts all = queries.counts();
                    return new Counted(
                            all,
                            whole ? all : queries.counts(narrowed),
                            queries.clusterSnapshot().now());
                },
                counted -> {
                    offset = Duration.between(clock.instant(), counted.databaseTime());
                    counts.set(counted.all());
                    matching.set(counted.matching());
                    countFailure.set(null);
                },
                countFailure::set);
    }

    /** Reads rows that are shown and were changed; when more changes come in between, only the latest are told. */
    public void read(Collection<UUID> ids, Consumer<List<Line>> onRows) {
        if (!ids.isEmpty()) {
            List<UUID> wanted = List.copyOf(ids);
            changes.load(() -> queries.rows(wanted), onRows, _ -> {});
        }
    }

    /** Users whose name holds this. */
    public void suggestUsers(String part, Consumer<List<String>> onUsers) {
        names.load(() -> queries.users(part, SUGGESTED), onUsers, _ -> {});
    }

    /** Whether the view and the filter hold this generation, on a page that is loaded or not. */
    public void contains(UUID id, Consumer<Boolean> onAnswer) {
        GenerationFilter asked = wanted();
        membership.load(() -> queries.contains(asked, id), onAnswer, _ -> {});
    }
}
