package dev.darkroom.console.kit.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ModifiableObservableListBase;
import javafx.collections.ObservableList;

/**
 * The rows of a table by id. Known rows are updated in place; new rows are held back and counted while the user is reading. FX
 * thread only, but needs no toolkit.
 */
public final class LiveRows<T> {
    /** What the reader is doing, and so what must not move. */
    public enum Reading {
        /** Nobody is reading: the rows follow the data. */
        NOTHING,
        /** Rows are selected or scrolled to: new rows wait; rows that left the list are removed unless selected. */
        ROWS,
        /** The mouse is over the rows: none of them moves. */
        UNDER_THE_MOUSE
    }

    private final Function<? super T, ?> id;
    private final UpdatableRows<T> items = new UpdatableRows<>();
    private final Map<Object, Integer> places = new HashMap<>();
    /** The {@link UpdatableRows#changes} that {@code places} knows. */
    private long placed;

    private final Set<Object> waiting = new HashSet<>();
    private final ReadOnlyObjectWrapper<Set<Object>> gone = new ReadOnlyObjectWrapper<>(Set.of());
    private final ReadOnlyIntegerWrapper waitingCount = new ReadOnlyIntegerWrapper();

    public LiveRows(Function<? super T, ?> id) {
        this.id = id;
    }

    public ObservableList<T> items() {
        return items;
    }

    /** The number of new rows that are held back. */
    public ReadOnlyIntegerProperty waitingCountProperty() {
        return waitingCount.getReadOnlyProperty();
    }

    /** Returns whether the last refresh no longer found this row. */
    public boolean isGone(T row) {
        return gone.get().contains(id.apply(row));
    }

    /** The ids of the rows that the last refresh no longer found. */
    public ReadOnlyObjectProperty<Set<Object>> goneProperty() {
        return gone.getReadOnlyProperty();
    }

    public void replaceAll(List<T> rows) {
        setWaiting(Set.of());
        gone.set(Set.of());
        items.setAll(rows);
    }

    /** Appends the next page, without the rows already present. */
    public void append(List<T> rows) {
        List<T> more = rows.stream()
                .filter(row -> !places().containsKey(id.apply(row)))
                .toList();
        items.addAll(more);
    }

    /** Takes changed or new rows, newest first; {@code calm} = nobody is reading, so new ones may be inserted at the top. */
    public void offer(List<T> rows, boolean calm) {
        List<T> unknown = rows.stream().filter(row -> !change(row)).toList();
        if (calm && !unknown.isEmpty() && waiting.isEmpty()) {
            items.addAll(0, unknown);
        } else {
            unknown.forEach(row -> waiting.add(id.apply(row)));
            waitingCount.set(waiting.size());
        }
    }

    /**
     * Takes the same range of rows, read again in the same order.
     *
     * @param whole whether there are no more rows than these
     * @param complete whether the known rows were all there were, so that those after them are new
     * @param keeps selects the rows that stay, marked as gone, when the list has lost them
     */
    public void refresh(List<T> read, boolean whole, boolean complete, Reading reading, Predicate<? super T> keeps) {
        if (reading == Reading.NOTHING) {
            if (hasSameIds(read)) {
                items.batch(() -> read.forEach(this::change));
            } else {
                items.setAll(read);
            }
            gone.set(Set.of());
            setWaiting(Set.of());
            return;
        }
        Set<Object> found = read.stream().map(id).collect(Collectors.toSet());
        int lastHeld = complete ? read.size() - 1 : lastIndex(read, row -> places().containsKey(id.apply(row)));
        int covered = whole ? items.size() : lastIndex(items, row -> found.contains(id.apply(row))) + 1;
        List<T> lost = items.subList(0, covered).stream()
                .filter(row -> !found.contains(id.apply(row)))
                .toList();
        items.batch(() -> read.forEach(this::change));
        Set<Object> held = new HashSet<>();
        read.subList(0, lastHeld + 1).stream()
                .map(id)
                .filter(known -> !places().containsKey(known))
                .forEach(held::add);
        append(read.subList(lastHeld + 1, read.size()));
        setWaiting(held);
        forget(lost, row -> reading == Reading.UNDER_THE_MOUSE || keeps.test(row));
    }

    private boolean hasSameIds(List<T> read) {
        return items.stream().map(id).toList().equals(read.stream().map(id).toList());
    }

    /** Removes the lost rows, and marks those that stay. */
    private void forget(List<T> lost, Predicate<? super T> stays) {
        Set<Object> leaving = lost.stream().filter(stays.negate()).map(id).collect(Collectors.toSet());
        if (!leaving.isEmpty()) {
            items.removeIf(row -> leaving.contains(id.apply(row)));
        }
        gone.set(lost.stream().filter(stays).map(id).collect(Collectors.toSet()));
    }

    private void setWaiting(Set<Object> ids) {
        waiting.clear();
        waiting.addAll(ids);
        waitingCount.set(waiting.size());
    }

    private boolean change(T row) {
        Integer place = places().get(id.apply(row));
        if (place != null && !items.get(place).equals(row)) {
            items.update(place, row);
        }
        return place != null;
    }

    private static <T> int lastIndex(List<T> rows, Predicate<? super T> wanted) {
        for (int i = rows.size() - 1; i >= 0; i--) {
            if (wanted.test(rows.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the index of a row, -1 when it is not present. */
    public int indexOf(Object rowId) {
        return places().getOrDefault(rowId, -1);
    }

    /** Where each row is: also right for a listener that asks while the rows are being changed. */
    private Map<Object, Integer> places() {
        if (placed != items.changes) {
            places.clear();
            for (int i = 0; i < items.size(); i++) {
                places.put(id.apply(items.get(i)), i);
            }
            placed = items.changes;
        }
        return places;
    }

    /**
     * A list that reports a newer state of a row as an update: a replaced row makes a table clear and restyle all its cells.
     */
    private static final class UpdatableRows<T> extends ModifiableObservableListBase<T> {
        private final List<T> rows = new ArrayList<>();
        /** Of rows that came, went or gave way to others. */
        private long changes;

        /** Reports all updates made meanwhile as a single change. */
        void batch(Runnable updates) {
            beginChange();
            updates.run();
            endChange();
        }

        void update(int place, T row) {
            beginChange();
            rows.set(place, row);
            nextUpdate(place);
            endChange();
        }

        @Override
        public T get(int place) {
            return rows.get(place);
        }

        @Override
        public int size() {
            return rows.size();
        }

        @Override
        protected void doAdd(int place, T row) {
            changes++;
            rows.add(place, row);
        }

        @Override
        protected T doSet(int place, T row) {
            changes++;
            return rows.set(place, row);
        }

        @Override
        protected T doRemove(int place) {
            changes++;
            return rows.remove(place);
        }

        /** Removes from the end, so that no row has to move. */
        @Override
        protected void removeRange(int from, int until) {
            beginChange();
            for (int place = until - 1; place >= from; place--) {
                remove(place);
            }
            endChange();
        }
    }
}
