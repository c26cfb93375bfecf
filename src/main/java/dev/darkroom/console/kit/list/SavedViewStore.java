package dev.darkroom.console.kit.list;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The views that somebody saved, of all lists and for all windows, in the order of their tabs. FX thread only. */
public final class SavedViewStore {
    private final ObservableList<SavedView> views = FXCollections.observableArrayList();
    private final Consumer<List<SavedView>> keep;

    /** @param keep gets all of them after each change, on the FX thread, and must not make it wait */
    public SavedViewStore(List<SavedView> saved, Consumer<List<SavedView>> keep) {
        views.setAll(saved);
        this.keep = keep;
    }

    /** Of all lists, to be listened to. */
    ObservableList<SavedView> views() {
        return views;
    }

    List<SavedView> of(String list) {
        return views.stream().filter(view -> view.list().equals(list)).toList();
    }

    Optional<SavedView> find(String list, String name) {
        return of(list).stream().filter(view -> view.isNamed(name)).findFirst();
    }

    /** At the place of the one that has this name, else as the last one. */
    void save(SavedView view) {
        replace(find(view.list(), view.name()).orElse(view), view);
    }

    /** At the place of the other one, or as the last one when that is gone. */
    void replace(SavedView other, SavedView view) {
        int place = views.indexOf(other);
        if (place < 0) {
            views.add(view);
        } else {
            views.set(place, view);
        }
        keep();
    }

    /** Where it was, for {@link #putBack}. */
    int remove(SavedView view) {
        int place = views.indexOf(view);
        views.remove(view);
        keep();
        return place;
    }

    /** Not when another one has taken its name meanwhile. */
    boolean putBack(int place, SavedView view) {
        boolean free = find(view.list(), view.name()).isEmpty();
        if (free) {
            views.add(Math.clamp(place, 0, views.size()), view);
            keep();
        }
        return free;
    }

    /** One place to the left, for -1, or to the right, for 1, among those of its list. */
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
