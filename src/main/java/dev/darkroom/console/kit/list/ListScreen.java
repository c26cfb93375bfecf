package dev.darkroom.console.kit.list;

import dev.darkroom.console.kit.filter.FilterKey;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.ConsoleScreen.ScreenEntry;
import java.util.List;

/** A screen that is one list: it follows the pin, and going back to it restores the view and the filter. */
public abstract class ListScreen extends ConsoleScreen {
    protected ListScreen(ScreenEntry entry) {
        super(entry);
    }

    protected abstract ListControls<?> controls();

    @Override
    public Runnable restorePoint() {
        return controls().restorePoint();
    }

    @Override
    public void filter() {
        controls().focusFilter();
    }

    @Override
    public final List<FilterKey> filterKeys() {
        return controls().filterKeys();
    }

    @Override
    public final boolean inspectsRows() {
        return controls().inspectsRows();
    }

    @Override
    public final boolean isNarrowedTo(PinnedSubject pinned) {
        return true;
    }
}
