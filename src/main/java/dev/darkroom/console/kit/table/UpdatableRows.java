package dev.darkroom.console.kit.table;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.ModifiableObservableListBase;

/**
 * A list that tells a newer state of a row as an update. A row that is replaced makes a table empty all its cells and style them
 * anew.
 */
final class UpdatableRows<T> extends ModifiableObservableListBase<T> {
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
