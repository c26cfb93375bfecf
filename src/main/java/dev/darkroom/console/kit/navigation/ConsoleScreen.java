package dev.darkroom.console.kit.navigation;

import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.theme.CountBadge;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/**
 * One entry of the rail and what it shows. All on the FX thread. What {@link #shown()} opens (channels, repeated
 * questions, timers) {@link #hidden()} closes; what {@link #attached()} opens lasts as long as the window.
 */
public abstract class ConsoleScreen {
    private final ScreenEntry entry;
    private final ObservableList<String> status = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<CountBadge> badge = new ReadOnlyObjectWrapper<>(CountBadge.NONE);

    protected ConsoleScreen(ScreenEntry entry) {
        this.entry = entry;
    }

    /** Whether asking for its {@link #node()} builds nothing. */
    public boolean isBuilt() {
        return true;
    }

    /** The same node every time. */
    public abstract Node node();

    /** Says this in the status bar. */
    protected final void status(List<String> parts) {
        if (!parts.equals(status)) {
            status.setAll(parts);
        }
    }

    /** It stands in the rail: what must stay true whatever screen is shown, such as the badge, is followed from now on. */
    public void attached() {}

    /** The window closes: what {@link #attached()} opened is closed. */
    public void detached() {}

    /** It becomes visible. */
    public void shown() {}

    /** It is left. */
    public void hidden() {}

    /** What has the keys when it is gone to. */
    public Optional<Node> mainPane() {
        return Optional.empty();
    }

    /** Show one thing: an id, or a filter as text; what it means is the screen's own business. */
    public void open(String what) {}

    /** How to come back to what it shows now; null where {@link #open} with the same words is enough. */
    public @Nullable Runnable place() {
        return null;
    }

    /** The keys {@code /} and {@code Ctrl+F}: puts the cursor into the filter, when there is one. */
    public void filter() {}

    /** Whether the pin of the window hides all here that does not belong to it; where not, the window says so. */
    public boolean isNarrowedTo(PinnedSubject pinned) {
        return false;
    }

    /** What can be done here, for the palette, the key help and the keys themselves. Asked each time it is needed. */
    public List<ConsoleAction> actions() {
        return List.of();
    }

    /** The one action that stands in the top bar whatever screen is shown. */
    public Optional<ConsoleAction> topAction() {
        return Optional.empty();
    }

    /** What else belongs to it and can be done whatever screen is shown; of a screen that is built already. */
    public List<ConsoleAction> windowActions() {
        return List.of();
    }

    /** Whether it stands at the lower end of the rail. */
    public final boolean lower() {
        return entry.lower();
    }

    /** Its own key, where that is not the one of its place in the rail. */
    public final Optional<KeyCombination> key() {
        return entry.key();
    }

    public final String id() {
        return entry.id();
    }

    public final String title() {
        return entry.title();
    }

    public final Ikon icon() {
        return entry.icon();
    }

    /** The left segments of the status bar, such as "17 of 1,204,331" and "query 11 ms". */
    public final ObservableList<String> status() {
        return status;
    }

    public final ReadOnlyObjectProperty<CountBadge> badgeProperty() {
        return badge.getReadOnlyProperty();
    }

    /** How many things want attention here. */
    protected final void badge(CountBadge value) {
        badge.set(value);
    }
}
