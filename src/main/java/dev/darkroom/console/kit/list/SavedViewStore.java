package dev.darkroom.console.kit.list;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The saved views of all lists, shared by all windows, in the order of their tabs. FX thread only. */
public final class SavedViewStore {
    private final ObservableList<SavedView> views = FXCollections.observableArrayList();
    private final Consumer<List<SavedView>> keep;

    /** @param keep receives all views after each change, on the FX thread, and must not block */
    public SavedViewStore(List<SavedView> saved, Consumer<List<SavedView>> keep) {
        views.setAll(saved);
        this.keep = keep;
    }

    /** The views of all lists, observable. */
    ObservableList<SavedView> views() {
        return views;
    }

    List<SavedView> of(String list) {
        return views.stream().filter(view -> view.list().equals(list)).toList();
    }

    Optional<SavedView> find(String list, String name) {
        return of(list).stream().filter(view -> view.isNamed(name)).findFirst();
    }

    /** Replaces the view of the same name, or appends. */
    void save(SavedView view) {
        replace(find(view.list(), view.name()).orElse(view), view);
    }

    /** Replaces {@code other}, or appends when that is gone. */
    void replace(SavedView other, SavedView view) {
        int place = views.indexOf(other);
        if (place < 0) {
            views.add(view);
        } else {
            views.set(place, view);
        }
        keep();
    }

    /** Removes the view and returns its index, for {@link #putBack}. */
    int remove(SavedView view) {
        int place = views.indexOf(view);
        views.remove(view);
        keep();
        return place;
    }

    /** Restores the view at its index, unless another view has taken its name meanwhile. */
    boolean putBack(int place, SavedView view) {
        boolean free = find(view.list(), view.name()).isEmpty();
        if (free) {
            views.add(Math.clamp(place, 0, views.size()), view);
            keep();
        }
        return free;
    }

    /** Moves the view one place among those of its list: -1 is left, 1 is right. */
    void move(SavedView view, int by) {
        List<SavedView> siblings = of(view.list());
        int place = siblings.indexOf(view) + by;
        if (place >= 0 && place < siblings.size()) {
            List<SavedView> moved = new ArrayList<>(views);
            Collections.swap(moved, views.indexOf(view), views.indexOf(siblings.get(place)));
            views.setAll(moved);
            keep();
        }
    }

    private void keep() {
        keep.accept(List.copyOf(views));
    }
}
