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
 * The rows of a table by id. What is known changes in its place; what is new waits, counted, while somebody reads. FX
 * thread only, but it needs no toolkit.
 */
public final class LiveRows<T> {
    /** What the reader does, and so what must stay as it is. */
    public enum Reading {
        /** Nobody reads: what is shown is what there is. */
        NOTHING,
        /** Some rows are selected or scrolled to: new ones wait, those that left the list leave unless selected. */
        ROWS,
        /** The mouse is over the rows: none of them moves. */
        UNDER_THE_MOUSE
    }

    private final Function<? super T, ?> id;
    private final UpdatableRows<T> items = new UpdatableRows<>();
    private final Map<Object, Integer> places = new HashMap<>();
    private final Set<Object> waiting = new HashSet<>();
    private final ReadOnlyObjectWrapper<Set<Object>> gone = new ReadOnlyObjectWrapper<>(Set.of());
    private final ReadOnlyIntegerWrapper fresh = new ReadOnlyIntegerWrapper();

    public LiveRows(Function<? super T, ?> id) {
        this.id = id;
    }

    public ObservableList<T> items() {
        return items;
    }

    /** How many new rows wait to be let in. */
    public ReadOnlyIntegerProperty freshProperty() {
        return fresh.getReadOnlyProperty();
    }

    /** Whether the last refresh did not find this row any more. */
    public boolean isGone(T row) {
        return gone.get().contains(id.apply(row));
    }

    /** The ids of the rows that the last refresh did not find. */
    public ReadOnlyObjectProperty<Set<Object>> goneProperty() {
        return gone.getReadOnlyProperty();
    }

    public void replaceAll(List<T> rows) {
        await(Set.of());
        gone.set(Set.of());
        items.setAll(rows);
        index();
    }

    /** Rows of the next page; those that are already there are left out. */
    public void append(List<T> rows) {
        List<T> more =
                rows.stream().filter(row -> !places.containsKey(id.apply(row))).toList();
        items.addAll(more);
        index();
    }

    /** Rows that changed or came, newest first; {@code calm} = nobody is reading, new ones may come in at the top. */
    public void offer(List<T> rows, boolean calm) {
        List<T> unknown = rows.stream().filter(row -> !change(row)).toList();
        if (calm && !unknown.isEmpty() && waiting.isEmpty()) {
            items.addAll(0, unknown);
            index();
        } else {
            unknown.forEach(row -> waiting.add(id.apply(row)));
            fresh.set(waiting.size());
        }
    }

    /**
     * The same stretch of rows read again, in the same order.
     *
     * @param whole there are no more rows than these
     * @param keeps the rows that stay, marked as gone, when the list has lost them
     */
    public void refresh(List<T> read, boolean whole, Reading reading, Predicate<? super T> keeps) {
        if (reading == Reading.NOTHING) {
            if (hasSameIds(read)) {
                items.together(() -> read.forEach(this::change));
            } else {
                items.setAll(read);
                index();
            }
            gone.set(Set.of());
            await(Set.of());
            return;
        }
        Set<Object> found = read.stream().map(id).collect(Collectors.toSet());
        int lastKnown = lastIndex(read, row -> places.containsKey(id.apply(row)));
        int covered = whole ? items.size() : lastIndex(items, row -> found.contains(id.apply(row))) + 1;
        List<T> lost = items.subList(0, covered).stream()
                .filter(row -> !found.contains(id.apply(row)))
                .toList();
        items.together(() -> read.forEach(this::change));
        Set<Object> between = new HashSet<>();
        read.subList(0, lastKnown + 1).stream()
                .map(id)
                .filter(known -> !places.containsKey(known))
                .forEach(between::add);
        append(read.subList(lastKnown + 1, read.size()));
        await(between);
        forget(lost, row -> reading == Reading.UNDER_THE_MOUSE || keeps.test(row));
    }

    private boolean hasSameIds(List<T> read) {
        return items.stream().map(id).toList().equals(read.stream().map(id).toList());
    }

    /** Takes lost rows away; those that stay are marked. */
    private void forget(List<T> lost, Predicate<? super T> stays) {
        Set<Object> leaving = lost.stream().filter(stays.negate()).map(id).collect(Collectors.toSet());
        if (!leaving.isEmpty()) {
            items.removeIf(row -> leaving.contains(id.apply(row)));
            index();
        }
        gone.set(lost.stream().filter(stays).map(id).collect(Collectors.toSet()));
    }

    private void await(Set<Object> ids) {
        waiting.clear();
        waiting.addAll(ids);
        fresh.set(waiting.size());
    }

    private boolean change(T row) {
        Integer place = places.get(id.apply(row));
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

    /** Where a row stands, -1 when it is not here. */
    public int indexOf(Object rowId) {
        return places.getOrDefault(rowId, -1);
    }

    private void index() {
        places.clear();
        for (int i = 0; i < items.size(); i++) {
            places.put(id.apply(items.get(i)), i);
        }
    }

    /**
     * A list that tells a newer state of a row as an update. A row that is replaced makes a table empty all its cells and style them
     * anew.
     */
    private static final class UpdatableRows<T> extends ModifiableObservableListBase<T> {
        private final List<T> rows = new ArrayList<>();

        /** What is updated meanwhile is told at once. */
        void together(Runnable updates) {
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
            rows.add(place, row);
        }

        @Override
        protected T doSet(int place, T row) {
            return rows.set(place, row);
        }

        @Override
        protected T doRemove(int place) {
            return rows.remove(place);
        }

        /** From the end, so that no row has to move. */
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
