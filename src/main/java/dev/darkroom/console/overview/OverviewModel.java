package dev.darkroom.console.overview;

import dev.darkroom.console.kit.task.FxEventBridge;
import dev.darkroom.console.kit.task.LatestTask;
import dev.darkroom.console.kit.task.PollingTask;
import dev.darkroom.metric.ErrorGroup;
import dev.darkroom.metric.ErrorGroupService;
import dev.darkroom.metric.MetricRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** The figures of Overview and their range. FX thread, no toolkit; reads in the background while shown. */
public final class OverviewModel {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final OverviewReader reader;
    private final @Nullable ErrorGroupService errors;
    private final FxEventBridge feed;
    private final String actor;
    private final StringProperty remembered;
    private final LatestTask reading;
    private final ReadOnlyObjectWrapper<OverviewSpan> span;
    private final ReadOnlyObjectWrapper<Optional<DraggedTime>> dragged = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<@Nullable OverviewFigures> figures = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Exception> failure = new ReadOnlyObjectWrapper<>();
    private Consumer<ErrorGroup> onMarked = _ -> {};
    private Consumer<ErrorGroup> onMarkChanged = _ -> {};
    private @Nullable PollingTask polling;

    /** A period selected in a chart. */
    record DraggedTime(Instant from, Instant to) {}

    /**
     * @param errors null on a read-only connection, where no cause can be marked
     * @param remembered the id of the chosen range, persisted elsewhere
     */
    public OverviewModel(
            OverviewReader reader,
            @Nullable ErrorGroupService errors,
            FxEventBridge feed,
            String actor,
            StringProperty remembered) {
        this.reader = reader;
        this.errors = errors;
        this.feed = feed;
        this.actor = actor;
        this.remembered = remembered;
        span = new ReadOnlyObjectWrapper<>(OverviewSpan.of(remembered.get()));
        reading = feed.latestTask();
    }

    void shown() {
        polling = feed.poll(PAUSE, () -> true, _ -> readIfIdle());
    }

    void hidden() {
        if (polling != null) {
            polling.close();
            polling = null;
        }
        reading.cancel();
    }

    private void readIfIdle() {
        if (!reading.isRunning()) {
            read(false);
        }
    }

    /** Reads at once, without waiting for a pending read. */
    void read() {
        read(true);
    }

    private void read(boolean fresh) {
        Function<Instant, MetricRange> range = range();
        reading.load(
                () -> reader.read(range, fresh),
                read -> {
                    failure.set(null);
                    figures.set(read);
                },
                failure::set);
    }

    private Function<Instant, MetricRange> range() {
        OverviewSpan chosen = span.get();
        return dragged.get()
                .<Function<Instant, MetricRange>>map(time -> now -> MetricRange.between(time.from(), time.to(), now))
                .orElse(now -> MetricRange.last(chosen.length(), now));
    }

    /** Shows this span up to now, discarding a dragged period. */
    void choose(OverviewSpan wanted) {
        dragged.set(Optional.empty());
        span.set(wanted);
        remembered.set(wanted.id());
        read();
    }

    /** Narrows the range to a part of it; {@code to} is exclusive. */
    void narrow(Instant from, Instant to) {
        dragged.set(Optional.of(new DraggedTime(from, to.minusMillis(1))));
        read();
    }

    boolean isReadOnly() {
        return errors == null;
    }

    /** Marks a cause as known and reads again. */
    void markKnown(ErrorGroup group) {
        ErrorGroupService service = errors;
        if (service != null) {
            feed.load(
                    () -> service.markKnown(group, actor),
                    marked -> {
                        read();
                        if (group.known().isEmpty()) {
                            onMarked.accept(marked);
                        }
                    },
                    failure::set);
        }
    }

    /** Removes the mark that this cause is shown with, unless it is another one by now, and reads again. */
    void markNew(ErrorGroup group) {
        ErrorGroupService service = errors;
        if (service != null) {
            feed.load(
                    () -> service.markNew(group, actor),
                    removed -> {
                        read();
                        if (!removed) {
                            onMarkChanged.accept(group);
                        }
                    },
                    failure::set);
        }
    }

    /** Sets the handler for causes newly marked as known; it receives each with its mark. */
    void onMarked(Consumer<ErrorGroup> handler) {
        onMarked = handler;
    }

    /** Sets the handler for causes whose mark was not removed, as it is not the shown one any more. */
    void onMarkChanged(Consumer<ErrorGroup> handler) {
        onMarkChanged = handler;
    }

    ReadOnlyObjectProperty<OverviewSpan> spanProperty() {
        return span.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<DraggedTime>> draggedProperty() {
        return dragged.getReadOnlyProperty();
    }

    /** Null until the first read. */
    ReadOnlyObjectProperty<@Nullable OverviewFigures> figuresProperty() {
        return figures.getReadOnlyProperty();
    }

    /** Why the last read failed, or null if it succeeded. */
    ReadOnlyObjectProperty<@Nullable Exception> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** How far back Overview reaches; the ids are stored in the settings. */
    enum OverviewSpan {
        HOUR("1h", Duration.ofHours(1)),
        DAY("24h", Duration.ofHours(24)),
        WEEK("7d", Duration.ofDays(7)),
        MONTH("30d", Duration.ofDays(30));

        private final String id;
        private final Duration length;

        OverviewSpan(String id, Duration length) {
            this.id = id;
            this.length = length;
        }

        String id() {
            return id;
        }

        Duration length() {
            return length;
        }

        /** An hour if the id is unknown. */
        static OverviewSpan of(String id) {
            return Arrays.stream(values())
                    .filter(span -> span.id.equals(id))
                    .findFirst()
                    .orElse(HOUR);
        }
    }
}
