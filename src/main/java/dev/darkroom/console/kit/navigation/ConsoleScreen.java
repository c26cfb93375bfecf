package dev.darkroom.console.kit.navigation;

import dev.darkroom.console.kit.filter.FilterKey;
import dev.darkroom.console.kit.filter.PinnedSubject;
import dev.darkroom.console.kit.text.ValueFormats;
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
 * An entry of the navigation rail and its screen. All on the FX thread. What {@link #shown()} opens (channels, polling, timers)
 * {@link #hidden()} closes; what {@link #attached()} opens lasts as long as the window.
 */
public abstract class ConsoleScreen {
    private final ScreenEntry entry;
    private final ObservableList<String> status = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<CountBadge> badge = new ReadOnlyObjectWrapper<>(CountBadge.NONE);

    protected ConsoleScreen(ScreenEntry entry) {
        this.entry = entry;
    }

    /** Returns whether {@link #node()} is already built. */
    public boolean isBuilt() {
        return true;
    }

    /** Returns the node, always the same one. */
    public abstract Node node();

    /** Sets the screen's segments of the status bar. */
    protected final void status(List<String> parts) {
        if (!parts.equals(status)) {
            status.setAll(parts);
        }
    }

    /** Called when added to the rail: starts following what must stay current on every screen, such as the badge. */
    public void attached() {}

    /** Called when the window closes: closes what {@link #attached()} opened. */
    public void detached() {}

    /** Called when the screen becomes visible. */
    public void shown() {}

    /** Called when the user leaves the screen. */
    public void hidden() {}

    /** Returns the node that receives the keyboard focus on navigation to this screen. */
    public Optional<Node> mainPane() {
        return Optional.empty();
    }

    /** Shows one thing: an id, or a filter as text; the screen decides how to read it. */
    public void open(String query) {}

    /** Returns an action that restores what is shown now; null where {@link #open} with the same text is enough. */
    public @Nullable Runnable restorePoint() {
        return null;
    }

    /** Handles {@code /} and {@code Ctrl+F}: puts the cursor into the filter, if there is one. */
    public void filter() {}

    /** The keys of its filter, for the shortcut help; none without a filter of this kind. */
    public List<FilterKey> filterKeys() {
        return List.of();
    }

    /** Whether its rows open beside the list, so that Space shows one. */
    public boolean inspectsRows() {
        return false;
    }

    /** Returns whether the window's pin hides everything unrelated here; the window indicates where it does not. */
    public boolean isNarrowedTo(PinnedSubject pinned) {
        return false;
    }

    /** Returns the current actions, for palette, shortcut help and shortcuts. Called each time they are needed. */
    public List<ConsoleAction> actions() {
        return List.of();
    }

    /** Returns the action shown in the top bar on every screen. */
    public Optional<ConsoleAction> topAction() {
        return Optional.empty();
    }

    /** Returns further actions available on every screen, once this screen is built. */
    public List<ConsoleAction> windowActions() {
        return List.of();
    }

    /** Returns whether its entry is at the bottom of the rail. */
    public final boolean lower() {
        return entry.lower();
    }

    /** Returns its own shortcut, where that is not the one of its place in the rail. */
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

    /** Sets the number of things here that need attention. */
    protected final void badge(CountBadge value) {
        badge.set(value);
    }

    /** The number of things that need attention, behind a rail entry. */
    public record CountBadge(String text) {
        public static final CountBadge NONE = new CountBadge("");

        public static CountBadge attention(long count) {
            return count == 0 ? NONE : new CountBadge(ValueFormats.number(count));
        }

        public boolean isEmpty() {
            return text.isEmpty();
        }
    }

    /**
     * A screen's entry in the navigation rail.
     *
     * @param id a constant word that identifies the screen to other screens and in saved settings
     * @param lower whether it is at the bottom
     * @param key its own shortcut, where that is not the one of its place
     */
    public record ScreenEntry(String id, String title, Ikon icon, boolean lower, Optional<KeyCombination> key) {
        public static ScreenEntry upper(String id, String title, Ikon icon) {
            return new ScreenEntry(id, title, icon, false, Optional.empty());
        }

        public static ScreenEntry lower(String id, String title, Ikon icon) {
            return new ScreenEntry(id, title, icon, true, Optional.empty());
        }

        public ScreenEntry withKey(String own) {
            return new ScreenEntry(id, title, icon, lower, Optional.of(KeyCombination.valueOf(own)));
        }
    }
}
