package dev.darkroom.console.activity;

import dev.darkroom.activity.ActivityEntry;
import dev.darkroom.activity.ActivityFilter;
import dev.darkroom.activity.ActivityFilter.ActivityPreset;
import dev.darkroom.activity.ActivityQueries;
import dev.darkroom.console.kit.filter.FilterText;
import dev.darkroom.console.kit.list.ChangeWatch;
import dev.darkroom.console.kit.list.ListModel;
import dev.darkroom.console.kit.list.ListSource;
import dev.darkroom.console.kit.table.ColumnOrder;
import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.task.PollingTask;
import dev.darkroom.console.kit.text.ValueFormats;
import dev.darkroom.event.EventBus;
import dev.darkroom.generation.action.BulkAction;
import dev.darkroom.generation.action.BulkActionQueries;
import dev.darkroom.generation.action.BulkActionService;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The model of the Activity screen. FX thread, no toolkit; queries run in the background. */
public final class ActivityModel {
    /** The counting limit. */
    static final int BOUND = ListSource.COUNT_BOUND;

    /** At most this many items of a bulk action are listed, failed ones first. */
    static final int MAX_ITEMS = 2_000;

    private static final Duration RECOUNT = Duration.ofSeconds(15);

    private final ActivityQueries queries;
    private final BulkActionQueries bulks;
    private final @Nullable BulkActionService service;
    private final FxEventBridge feed;
    private final EventBus events;
    private final String actor;
    private final boolean production;
    private final ListModel<ActivityPreset, ActivityFilter, ActivityEntry> list;
    private final ReadOnlyObjectWrapper<Map<ActivityPreset, Long>> counts = new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyObjectWrapper<List<String>> actors = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyLongWrapper matching = new ReadOnlyLongWrapper(-1);
    private final ReadOnlyLongWrapper changes = new ReadOnlyLongWrapper();
    private final ReadOnlyObjectWrapper<@Nullable OpenBulk> bulk = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Exception> bulkFailure = new ReadOnlyObjectWrapper<>();
    private final LatestTask matches;
    private final LatestTask items;
    private @Nullable UUID opened;
    private ActivityQueries.@Nullable Newest newest;
    private @Nullable ChangeWatch<ActivityQueries.Newest> watching;
    private @Nullable PollingTask counting;

    /** A bulk action and the outcomes of its listed items. */
    record OpenBulk(BulkAction bulk, List<BulkAction.Item> items) {}

    /**
     * @param service null on a read-only connection, where nothing is rerun
     * @param actor the user of this console
     * @param production whether bulk actions require typing the count
     */
    public ActivityModel(
            ActivityQueries queries,
            BulkActionQueries bulks,
            @Nullable BulkActionService service,
            FxEventBridge feed,
            EventBus events,
            ValueFormats formats,
            String actor,
            boolean production) {
        this.queries = queries;
        this.bulks = bulks;
        this.service = service;
        this.feed = feed;
        this.events = events;
        this.actor = actor;
        this.production = production;
        matches = feed.latestTask();
        items = feed.latestTask();
        list = new ListModel<>(
                new ActivitySource(queries, actor, formats), ActivityPreset.ALL, feed::fx, formats.clock());
        list.filterProperty().subscribe(_ -> recount());
        list.combinedTextProperty().subscribe((_, _) -> {
            counts.set(Map.of());
            if (counting != null) {
                counting.close();
                startCounting();
            }
        });
    }

    private record ActivitySource(ActivityQueries queries, String actor, ValueFormats formats)
            implements ListSource<ActivityPreset, ActivityFilter, ActivityEntry> {
        @Override
        public Parsed<ActivityFilter> parse(FilterText text, ActivityPreset view) {
            return Parsed.of(() -> ActivityFilterParser.read(text, view, actor, formats));
        }

        @Override
        public ColumnOrder order(ActivityPreset view) {
            return new ColumnOrder("time", false);
        }

        @Override
        public OptionalLong count(ActivityFilter filter) {
            return OptionalLong.of(queries.count(filter, BOUND));
        }

        @Override
        public List<ActivityEntry> page(
                ActivityFilter filter, ColumnOrder order, @Nullable ActivityEntry after, int limit) {
            return queries.page(filter, order.ascending(), after == null ? null : after.key(), limit);
        }
    }

    void shown() {
        watching = new ChangeWatch<>(feed, events, _ -> true, queries::newest, this::noticed, list::watched);
        startCounting();
    }

    private void startCounting() {
        counting = feed.poll(RECOUNT, this::count, this::counted);
    }

    void hidden() {
        if (watching != null && counting != null) {
            watching.close();
            counting.close();
            counting = null;
        }
    }

    ListModel<ActivityPreset, ActivityFilter, ActivityEntry> list() {
        return list;
    }

    /** How many lines of each view match the filter, counted up to {@link #BOUND}. */
    ReadOnlyObjectProperty<Map<ActivityPreset, Long>> countsProperty() {
        return counts.getReadOnlyProperty();
    }

    /** Everyone who ever acted manually. */
    ReadOnlyObjectProperty<List<String>> actorsProperty() {
        return actors.getReadOnlyProperty();
    }

    /** How many lines match the filter, counted up to {@link #BOUND}; -1 while unknown. */
    ReadOnlyLongProperty matchingProperty() {
        return matching.getReadOnlyProperty();
    }

    /** A counter that grows with every change. */
    ReadOnlyLongProperty changesProperty() {
        return changes.getReadOnlyProperty();
    }

    /** The bulk action in the inspector; null if there is none or it has not been read yet. */
    ReadOnlyObjectProperty<@Nullable OpenBulk> bulkProperty() {
        return bulk.getReadOnlyProperty();
    }

    /** Why the bulk action in the inspector could not be read last time; null if it could. */
    ReadOnlyObjectProperty<@Nullable Exception> bulkFailureProperty() {
        return bulkFailure.getReadOnlyProperty();
    }

    boolean isReadOnly() {
        return service == null;
    }

    boolean isProduction() {
        return production;
    }

    /** Reads the outcomes of a bulk action's items, and re-reads them while it is running. */
    void openBulk(UUID id) {
        if (!id.equals(opened)) {
            closeBulk();
        }
        opened = id;
        items.load(
                () -> new OpenBulk(bulks.find(id).orElseThrow(), bulks.items(id, MAX_ITEMS)),
                found -> {
                    bulkFailure.set(null);
                    bulk.set(found);
                },
                bulkFailure::set);
    }

    void rereadBulk() {
        if (opened != null) {
            openBulk(opened);
        }
    }

    void closeBulk() {
        opened = null;
        items.cancel();
        bulk.set(null);
        bulkFailure.set(null);
    }

    /** Runs the failed items of a bulk action again. */
    void runAgain(
            BulkAction ended,
            String reason,
            @Nullable Long budget,
            Consumer<UUID> onStarted,
            Consumer<Exception> onFailure) {
        BulkActionService bulkActions = service;
        if (bulkActions != null) {
            feed.load(() -> bulkActions.restart(ended.id(), reason, actor, budget), onStarted, onFailure);
        }
    }

    void stop(BulkAction running, Consumer<Exception> onFailure) {
        BulkActionService bulkActions = service;
        if (bulkActions != null) {
            feed.load(() -> bulkActions.stop(running.id(), actor), _ -> rereadBulk(), onFailure);
        }
    }

    private void recount() {
        ActivityFilter wanted = list.currentFilter();
        matching.set(-1);
        matches.load(() -> queries.count(wanted, BOUND), matching::set, _ -> matching.set(-1));
    }

    private void noticed(ActivityQueries.Newest found) {
        if (!found.equals(newest)) {
            newest = found;
            changes.set(changes.get() + 1);
            OpenBulk known = bulk.get();
            if (known != null && known.bulk().state() == BulkAction.State.RUNNING) {
                rereadBulk();
            }
        }
    }

    private record Counted(Map<ActivityPreset, Long> views, List<String> actors) {}

    private Counted count() throws Exception {
        return new Counted(list.counts(EnumSet.allOf(ActivityPreset.class)), queries.actors());
    }

    private void counted(Counted found) {
        counts.set(found.views());
        actors.set(found.actors());
        ActivityPreset view = list.viewProperty().get();
        matching.set(found.views().getOrDefault(view, -1L));
    }
}
