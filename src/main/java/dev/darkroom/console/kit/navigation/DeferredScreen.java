package dev.darkroom.console.kit.navigation;

import dev.darkroom.console.kit.filter.PinnedSubject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/** An entry of the rail whose screen is built when it is gone to for the first time, so that a window opens sooner. */
public final class DeferredScreen<S extends ConsoleScreen> extends ConsoleScreen {
    private final Supplier<S> builder;
    private final boolean lower;
    private final Optional<KeyCombination> key;
    private @Nullable S built;

    private DeferredScreen(
            String id, String title, Ikon icon, boolean lower, @Nullable KeyCombination key, Supplier<S> builder) {
        super(id, title, icon);
        this.builder = builder;
        this.lower = lower;
        this.key = Optional.ofNullable(key);
    }

    /** Id, title and icon are those of the screen that is built. */
    public static <S extends ConsoleScreen> DeferredScreen<S> upper(
            String id, String title, Ikon icon, Supplier<S> builder) {
        return new DeferredScreen<>(id, title, icon, false, null, builder);
    }

    /** The same at the lower end of the rail, with a key of its own or null for that of its place. */
    public static <S extends ConsoleScreen> DeferredScreen<S> lower(
            String id, String title, Ikon icon, @Nullable KeyCombination key, Supplier<S> builder) {
        return new DeferredScreen<>(id, title, icon, true, key, builder);
    }

    /** The screen itself. */
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
    public void open(String what) {
        screen().open(what);
    }

    @Override
    public @Nullable Runnable place() {
        return screen().place();
    }

    @Override
    public void filter() {
        screen().filter();
    }

    @Override
    public boolean isNarrowedTo(PinnedSubject pinned) {
        return screen().isNarrowedTo(pinned);
    }

    @Override
    public List<ConsoleAction> actions() {
        return screen().actions();
    }

    @Override
    public boolean lower() {
        return lower;
    }

    @Override
    public Optional<KeyCombination> key() {
        return key;
    }
}
