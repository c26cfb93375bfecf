package dev.darkroom.console.kit.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The rows of a table by id. What is known changes in its place; what is new waits, counted, unless the reader is at
 * the top with nothing selected. FX thread only, but it needs no toolkit.
 */
public final class LiveRows<T> {
    private final Function<? super T, ?> id;
    private final ObservableList<T> items = FXCollections.observableArrayList();
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
        waiting.clear();
        gone.set(Set.of());
        fresh.set(0);
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
        List<T> unknown = new ArrayList<>();
        for (T row : rows) {
            Integer place = places.get(id.apply(row));
            if (place == null) {
                unknown.add(row);
            } else if (!items.get(place).equals(row)) {
                items.set(place, row);
            }
        }
        if (calm && !unknown.isEmpty() && waiting.isEmpty()) {
            items.addAll(0, unknown);
            index();
        } else {
            unknown.forEach(row -> waiting.add(id.apply(row)));
            fresh.set(waiting.size());
        }
    }

    /** The same stretch of rows read again. Calm: it is taken as it is. Else: changes in place, the lost ones marked. */
    public void refresh(List<T> rows, boolean calm) {
        if (calm) {
            if (!items.equals(rows)) {
                items.setAll(rows);
                index();
            }
            gone.set(Set.of());
            waiting.clear();
            fresh.set(0);
            return;
        }
        Set<Object> found = new HashSet<>();
        rows.forEach(row -> found.add(id.apply(row)));
        gone.set(
                places.keySet().stream().filter(known -> !found.contains(known)).collect(Collectors.toSet()));
        offer(rows, false);
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
}
