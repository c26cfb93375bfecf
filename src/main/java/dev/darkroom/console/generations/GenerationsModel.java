package dev.darkroom.console.generations;

import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.layout.ExportModel;
import dev.darkroom.console.kit.list.ListModel;
import dev.darkroom.console.kit.list.ListSource;
import dev.darkroom.console.kit.table.ColumnOrder;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.task.PollingTask;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.generation.query.GenerationExport;
import dev.darkroom.generation.query.GenerationFilter;
import dev.darkroom.generation.query.GenerationFilter.GenerationPreset;
import dev.darkroom.generation.query.GenerationPage;
import dev.darkroom.generation.query.GenerationPage.Line;
import dev.darkroom.generation.query.GenerationQueries;
import dev.darkroom.generation.query.InputPath;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The model of the generations list. Properties belong to the FX thread; queries run on
 * {@code background} and deliver their results through {@code fx}.
 */
public final class GenerationsModel {
    /**
     * Changes arrive many times a second, and other engines do not notify this window of theirs; so the counts are polled,
     * and read at once only after a user action here.
     */
    private static final Duration RECOUNT = Duration.ofSeconds(2);
    /** How many times less often to poll while another screen is shown, where only a badge uses them. */
    private static final int HIDDEN_BEATS = 3;

    private static final int SUGGESTED = 12;

    private static final GenerationQueries.Counts UNKNOWN = new GenerationQueries.Counts(Map.of(), 0);

    private final GenerationQueries queries;
    private final Executor fx;
    private final ValueFormats formats;
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

    /** Pages of lines ordered by age: the youngest is the newest. */
    private final class LineSource implements ListSource<GenerationPreset, GenerationFilter, Line> {
        @Override
        public Parsed<GenerationFilter> parse(FilterText text, GenerationPreset view) {
            GenerationFilterParser parsed = GenerationFilterParser.of(view, text, actor, now().atZone(formats.zone()));
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

    /** @param actor the user of this console, as named by marks */
    public GenerationsModel(
            GenerationQueries queries, Executor background, Executor fx, ValueFormats formats, String actor) {
        this.queries = queries;
        this.fx = fx;
        this.formats = formats;
        this.actor = actor;
        counting = new LatestTask(background, fx);
        changes = new LatestTask(background, fx);
        membership = new LatestTask(background, fx);
        names = new LatestTask(background, fx);
        list = new ListModel<>(new LineSource(), GenerationPreset.ALL, fx, formats.clock());
        list.combinedTextProperty().subscribe((_, narrowed) -> {
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

    /** Unfiltered counts. */
    public ReadOnlyObjectProperty<GenerationQueries.Counts> countsProperty() {
        return counts.getReadOnlyProperty();
    }

    /** The counts within the filter; empty until they have been read. */
    public ReadOnlyObjectProperty<GenerationQueries.Counts> matchingProperty() {
        return matching.getReadOnlyProperty();
    }

    /** Why the last count failed, or null if it succeeded. */
    public ReadOnlyObjectProperty<@Nullable Exception> countFailureProperty() {
        return countFailure.getReadOnlyProperty();
    }

    /** Whether the search for the last page ran to its end. */
    public ReadOnlyObjectProperty<GenerationPage.End> endProperty() {
        return end.getReadOnlyProperty();
    }

    /** The combined filter of the view and the filter text, as of now. */
    public GenerationFilter combinedFilter() {
        return list.currentFilter();
    }

    /** Reads these values of the inputs, without those that are not there. Waits for the database. */
    public Map<UUID, Map<InputPath, String>> inputValues(Set<UUID> ids, Set<InputPath> paths) {
        return queries.inputValues(ids, paths);
    }

    /** Returns what writes the generations of the current view and filter to the file. */
    public ExportModel.Work export(Path file) {
        GenerationFilter filter = list.currentFilter();
        return progress -> new GenerationExport(queries).write(filter, file, progress);
    }

    /** The database time, on which ages are based. */
    public Instant now() {
        return formats.clock().instant().plus(offset);
    }

    /** Keeps the counts up to date, whatever screen is shown, until the returned task is closed. */
    public PollingTask watchCounts(FxEventBridge feed, BooleanSupplier shown) {
        int[] beats = {0};
        return feed.poll(RECOUNT, () -> true, _ -> {
            if (shown.getAsBoolean() || beats[0]++ % HIDDEN_BEATS == 0) {
                count();
            }
        });
    }

    /** Reads the counts now. */
    public void count() {
        boolean whole = list.combinedTextProperty().get().isEmpty();
        GenerationFilter narrowed = combinedFilter();
        counting.loadIfIdle(
                () -> {
                    GenerationQueries.Counts all = queries.counts();
                    return new Counted(
                            all,
                            whole ? all : queries.counts(narrowed),
                            queries.clusterSnapshot().now());
                },
                counted -> {
                    offset = Duration.between(formats.clock().instant(), counted.databaseTime());
                    counts.set(counted.all());
                    matching.set(counted.matching());
                    countFailure.set(null);
                },
                countFailure::set);
    }

    /** Re-reads changed rows that are shown; if more changes arrive meanwhile, only the latest rows are delivered. */
    public void read(Collection<UUID> ids, Consumer<List<Line>> onRows) {
        if (!ids.isEmpty()) {
            List<UUID> wanted = List.copyOf(ids);
            changes.load(() -> queries.rows(wanted), onRows, _ -> {});
        }
    }

    /** Users whose name contains {@code part}. */
    public void suggestUsers(String part, Consumer<List<String>> onUsers) {
        names.load(() -> queries.users(part, SUGGESTED), onUsers, _ -> {});
    }

    /** Checks whether the pin leaves this generation in the lists; true where that is unknown. */
    public void isWithinPin(UUID id, Consumer<Boolean> onAnswer) {
        GenerationFilter pin = GenerationFilterParser.of(
                        GenerationPreset.ALL, list.pinnedProperty().get(), actor, now().atZone(formats.zone()))
                .filter();
        membership.load(() -> queries.contains(pin, id), onAnswer, _ -> onAnswer.accept(true));
    }

    /** Checks whether the view and the filter contain this generation, whether or not its page is loaded. */
    public void contains(UUID id, Consumer<Boolean> onAnswer) {
        GenerationFilter asked = combinedFilter();
        membership.load(() -> queries.contains(asked, id), onAnswer, _ -> {});
    }
}
