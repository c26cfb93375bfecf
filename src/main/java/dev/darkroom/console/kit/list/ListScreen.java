package dev.darkroom.console.kit.list;

import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import org.kordamp.ikonli.Ikon;

/** A screen that is one list: it follows the pin, and one comes back to the view and the filter that were left. */
public abstract class ListScreen extends ConsoleScreen {
    protected ListScreen(String id, String title, Ikon icon) {
        super(id, title, icon);
    }

    protected abstract ListControls<?> controls();

    @Override
    public Runnable place() {
        return controls().place();
    }

    @Override
    public void filter() {
        controls().focusFilter();
    }

    @Override
    public final boolean isNarrowedTo(PinnedSubject pinned) {
        return true;
    }
}
