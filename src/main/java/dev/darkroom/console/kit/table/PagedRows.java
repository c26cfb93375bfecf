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
 * A bounded stretch of rows that are fetched by key, behind a table or a grid: the next page is added at the end, what is
 * loaded is read again when it changed, and it is frozen while somebody reads. FX thread only, without the toolkit.
 */
public final class PagedRows<T> {
    public static final int PAGE = 200;
    /** A person who scrolled this far wants a filter; a table that holds more gets slow to scroll. */
    public static final int MOST = 5000;

    private final Function<? super T, ?> id;
    private final LiveRows<T> rows;
    private final LatestTask loads;
    private final LatestTask refreshes;
    private final InstantSource clock = InstantSource.system();
    private final List<ObservableValue<LiveRows.Reading>> readers = new ArrayList<>();
    private final List<Runnable> onReload = new ArrayList<>();
    private final ReadOnlyLongWrapper answers = new ReadOnlyLongWrapper();
    private final ReadOnlyBooleanWrapper complete = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper limited = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Exception> failure = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Instant> frozenSince = new ReadOnlyObjectWrapper<>();
    private PageSource<T> source = (_, _) -> List.of();
    private Consumer<Runnable> around = Runnable::run;
    private Set<Object> kept = Set.of();
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

    /** Whether the last row there is has been loaded. */
    public ReadOnlyBooleanProperty completeProperty() {
        return complete.getReadOnlyProperty();
    }

    /** Counts the fetches that went well, so that whoever waits for one hears of it. */
    public ReadOnlyLongProperty answersProperty() {
        return answers.getReadOnlyProperty();
    }

    /** Whether there are more rows than are ever loaded. */
    public ReadOnlyBooleanProperty limitedProperty() {
        return limited.getReadOnlyProperty();
    }

    /** What the last fetch failed with, null when it went well; show it as a banner. */
    public ReadOnlyObjectProperty<@Nullable Exception> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** Since when new rows wait, null while they come in by themselves. */
    public ReadOnlyObjectProperty<@Nullable Instant> frozenSinceProperty() {
        return frozenSince.getReadOnlyProperty();
    }

    /** What the reader of a table or grid over these rows does; what holds most of all readers counts. */
    public void readBy(ObservableValue<LiveRows.Reading> reader) {
        readers.add(reader);
        reader.subscribe(_ -> readingChanged());
    }

    private void readingChanged() {
        if (changing) {
            return; // a selection that follows its rows is nobody's choice
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
                && (rows.freshProperty().get() > 0 || !rows.goneProperty().get().isEmpty())) {
            reread();
        }
    }

    /** These stay while somebody reads, though the list has lost them. */
    public void keep(Collection<?> ids) {
        kept = Set.copyOf(ids);
    }

    private void change(Runnable change) {
        changing = true;
        around.accept(change);
        changing = false;
        readingChanged();
    }

    /** Does something before and after the rows change by themselves, such as keeping the selection. */
    void around(Consumer<Runnable> change) {
        around = change;
    }

    /** The rows begin at the first one again. */
    public void onReload(Runnable handler) {
        onReload.add(handler);
    }

    /** Takes rows from somewhere else from now on, from the first one. */
    public void show(PageSource<T> from) {
        source = from;
        reload();
    }

    /** From the first row again, whoever reads. */
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

    /** Reads again what is loaded, as soon as what is being read has come. */
    public void reread() {
        outdated = loads.isRunning() || refreshes.isRunning();
        if (outdated) {
            return;
        }
        PageSource<T> from = source;
        int known = rows.items().size()
                + rows.freshProperty().get()
                - rows.goneProperty().get().size();
        int count = Math.clamp(known, PAGE, MOST);
        refreshes.load(
                () -> from.fetch(null, count),
                page -> {
                    change(() -> rows.refresh(page, page.size() < count, reading, row -> kept.contains(id.apply(row))));
                    loaded(page.size(), count);
                },
                failure::set);
    }

    /** Rows that changed or came, newest first. */
    public void offer(List<T> changed) {
        change(() -> rows.offer(changed, reading == LiveRows.Reading.NOTHING));
    }

    /** The next page, unless it is on its way or there is none. */
    public void more() {
        int size = rows.items().size();
        if (complete.get() || loads.isRunning() || size == 0 || size >= MOST) {
            return;
        }
        PageSource<T> from = source;
        T last = rows.items().getLast();
        loads.load(
                () -> from.fetch(last, PAGE),
                page -> {
                    rows.append(page);
                    loaded(page.size(), PAGE);
                },
                failure::set);
    }

    private void loaded(int count, int asked) {
        complete.set(count < asked);
        limited.set(count == asked && rows.items().size() >= MOST);
        failure.set(null);
        answers.set(answers.get() + 1);
        if (outdated) {
            reread();
        }
    }

    /** Where the rows of a {@link PagedTable} come from, in its order; called on a background thread. */
    @FunctionalInterface
    public interface PageSource<T> {
        /** Up to {@code limit} rows behind {@code after} by key, the first ones when it is null; fewer = there are no more. */
        List<T> fetch(@Nullable T after, int limit) throws Exception;
    }
}
