package dev.darkroom.console.kit.navigation;

import dev.darkroom.console.kit.filter.FilterKey;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.navigation.ConsoleScreen.ScreenEntry;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;

/** A rail entry whose screen is built on first use, so that a window opens sooner. */
public final class DeferredScreen<S extends ConsoleScreen> extends ConsoleScreen {
    private final Supplier<S> builder;
    private @Nullable S built;

    /** @param entry the entry of the deferred screen */
    public DeferredScreen(ScreenEntry entry, Supplier<S> builder) {
        super(entry);
        this.builder = builder;
    }

    /** Returns the screen itself, building it if necessary. */
    public S screen() {
        S screen = built;
        if (screen == null) {
            screen = builder.get();
            built = screen;
            List<String> parts = screen.status();
            status(parts);
            screen.status().addListener((ListChangeListener<String>) _ -> status(parts));
            screen.badgeProperty().subscribe(this::badge);
            screen.attached();
        }
        return screen;
    }

    @Override
    public boolean isBuilt() {
        return built != null;
    }

    @Override
    public Node node() {
        return screen().node();
    }

    @Override
    public void detached() {
        if (built != null) {
            built.detached();
        }
    }

    @Override
    public void shown() {
        screen().shown();
    }

    @Override
    public void hidden() {
        screen().hidden();
    }

    @Override
    public Optional<Node> mainPane() {
        return screen().mainPane();
    }

    @Override
    public void open(String query) {
        screen().open(query);
    }

    @Override
    public @Nullable Runnable restorePoint() {
        return screen().restorePoint();
    }

    @Override
    public void filter() {
        screen().filter();
    }

    @Override
    public List<FilterKey> filterKeys() {
        return screen().filterKeys();
    }

    @Override
    public boolean inspectsRows() {
        return screen().inspectsRows();
    }

    @Override
    public boolean isNarrowedTo(PinnedSubject pinned) {
        return screen().isNarrowedTo(pinned);
    }

    @Override
    public List<ConsoleAction> actions() {
        return screen().actions();
    }
}
