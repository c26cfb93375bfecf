package dev.darkroom.console.kit.table;

import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/**
 * A bounded range of rows fetched by keyset paging, behind a table or a grid: the next page is appended, loaded rows are read
 * again when they have changed, and the range is frozen while somebody reads. FX thread only, without the toolkit.
 */
public final class PagedRows<T> {
    public static final int PAGE = 200;
    /** A user who has scrolled this far needs a filter; beyond it, a table gets slow to scroll. */
    public static final int MAX_ROWS = 5000;

    private final Function<? super T, ?> id;
    private final LiveRows<T> rows;
    private final LatestTask loads;
    private final LatestTask refreshes;
    private final InstantSource clock = InstantSource.system();
    private final List<ObservableValue<LiveRows.Reading>> readers = new ArrayList<>();
    private final List<Runnable> onReload = new ArrayList<>();
    private final ReadOnlyLongWrapper fetches = new ReadOnlyLongWrapper();
    private final ReadOnlyBooleanWrapper complete = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper limited = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Exception> failure = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Instant> frozenSince = new ReadOnlyObjectWrapper<>();
    private PageSource<T> source = (_, _) -> List.of();
    private Consumer<Runnable> around = Runnable::run;
    private Set<Object> keptIds = Set.of();
    private boolean changing;
    private boolean outdated;
    private LiveRows.Reading reading = LiveRows.Reading.NOTHING;

    public PagedRows(FxEventBridge feed, Function<? super T, ?> id) {
        this.id = id;
        rows = new LiveRows<>(id);
        loads = feed.latestTask();
        refreshes = feed.latestTask();
    }

    public LiveRows<T> rows() {
        return rows;
    }

    /** Whether the last existing row has been loaded. */
    public ReadOnlyBooleanProperty completeProperty() {
        return complete.getReadOnlyProperty();
    }

    /** Counts the successful fetches, to notify code that waits for one. */
    public ReadOnlyLongProperty fetchesProperty() {
        return fetches.getReadOnlyProperty();
    }

    /** Whether more rows exist than are ever loaded. */
    public ReadOnlyBooleanProperty limitedProperty() {
        return limited.getReadOnlyProperty();
    }

    /** The failure of the last fetch, null when it succeeded; show it as a banner. */
    public ReadOnlyObjectProperty<@Nullable Exception> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** The time since when new rows have been held back, null while they are inserted at once. */
    public ReadOnlyObjectProperty<@Nullable Instant> frozenSinceProperty() {
        return frozenSince.getReadOnlyProperty();
    }

    /** Follows what the reader of a table or grid over these rows is doing; the most restrictive of all readers counts. */
    public void readBy(ObservableValue<LiveRows.Reading> reader) {
        readers.add(reader);
        reader.subscribe(_ -> readingChanged());
    }

    private void readingChanged() {
        if (changing) {
            return; // a selection that follows its rows is no user action
        }
        LiveRows.Reading before = reading;
        reading = readers.stream()
                .map(ObservableValue::getValue)
                .max(Comparator.naturalOrder())
                .orElse(LiveRows.Reading.NOTHING);
        if (reading == LiveRows.Reading.NOTHING) {
            frozenSince.set(null);
        } else if (frozenSince.get() == null) {
            frozenSince.set(clock.instant());
        }
        if (reading.compareTo(before) < 0
                && (rows.waitingCountProperty().get() > 0
                        || !rows.goneProperty().get().isEmpty())) {
            reread();
        }
    }

    /** Keeps these rows while somebody reads, even when the list has lost them. */
    public void keep(Collection<?> ids) {
        keptIds = Set.copyOf(ids);
    }

    private void change(Runnable change) {
        changing = true;
        around.accept(change);
        changing = false;
        readingChanged();
    }

    /** Wraps each automatic change of the rows, for example to keep the selection. */
    void around(Consumer<Runnable> change) {
        around = change;
    }

    /** Registers a handler that runs when the rows start again at the first one. */
    public void onReload(Runnable handler) {
        onReload.add(handler);
    }

    /** Changes the source of the rows, and loads from the first one. */
    public void show(PageSource<T> from) {
        source = from;
        reload();
    }

    /** Loads again from the first row, whether or not somebody is reading. */
    public void reload() {
        refreshes.cancel();
        PageSource<T> from = source;
        loads.load(
                () -> from.fetch(null, PAGE),
                page -> {
                    change(() -> rows.replaceAll(page));
                    onReload.forEach(Runnable::run);
                    loaded(page.size(), PAGE);
                    frozenSince.set(reading == LiveRows.Reading.NOTHING ? null : clock.instant());
                },
                failure::set);
    }

    /** Reads the loaded rows again, after any fetch already running. */
    public void reread() {
        outdated = loads.isRunning() || refreshes.isRunning();
        if (outdated) {
            return;
        }
        PageSource<T> from = source;
        int known = rows.items().size()
                + rows.waitingCountProperty().get()
                - rows.goneProperty().get().size();
        int count = Math.clamp(known, PAGE, MAX_ROWS);
        refreshes.load(
                () -> from.fetch(null, count),
                page -> {
                    change(() -> rows.refresh(
                            page,
                            page.size() < count,
                            complete.get(),
                            reading,
                            row -> keptIds.contains(id.apply(row))));
                    loaded(page.size(), count);
                },
                failure::set);
    }

    /** Takes changed or new rows, newest first. */
    public void offer(List<T> changed) {
        change(() -> rows.offer(changed, reading == LiveRows.Reading.NOTHING));
    }

    /** Loads the next page, unless it is being loaded or there is none. */
    public void more() {
        if (rows.items().size() < MAX_ROWS) {
            load(PAGE, () -> {});
        }
    }

    /** Loads on until there are no more rows or {@code bound} of them, and then runs {@code then}. */
    public void moreUpTo(int bound, Runnable then) {
        int count = bound - rows.items().size();
        if (count <= 0 || !load(count, then)) {
            then.run();
        }
    }

    /** Returns false when there is nothing to load, or something is being loaded. */
    private boolean load(int count, Runnable then) {
        if (complete.get() || loads.isRunning() || rows.items().isEmpty()) {
            return false;
        }
        PageSource<T> from = source;
        T last = rows.items().getLast();
        loads.load(
                () -> from.fetch(last, count),
                page -> {
                    rows.append(page);
                    loaded(page.size(), count);
                    then.run();
                },
                failure::set);
        return true;
    }

    private void loaded(int count, int asked) {
        complete.set(count < asked);
        limited.set(count == asked && rows.items().size() >= MAX_ROWS);
        failure.set(null);
        fetches.set(fetches.get() + 1);
        if (outdated) {
            reread();
        }
    }

    /** The source of a {@link PagedTable}'s rows, in the table's order; called on a background thread. */
    @FunctionalInterface
    public interface PageSource<T> {
        /** Returns up to {@code limit} rows after the key of {@code after}, the first ones if null; fewer at the end. */
        List<T> fetch(@Nullable T after, int limit) throws Exception;
    }
}
