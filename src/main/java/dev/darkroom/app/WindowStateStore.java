package dev.darkroom.app;

import dev.darkroom.console.ConnectionBadge;
import dev.darkroom.console.WindowState;
import dev.darkroom.console.kit.list.SavedView;
import dev.darkroom.console.kit.text.WindowLanguage;
import dev.darkroom.message.CodedMessage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the window's state in the settings. Only what was changed here is written: the file belongs to all processes of this
 * user. A failure to save is only logged.
 */
final class WindowStateStore {
    private static final Logger LOG = LoggerFactory.getLogger(WindowStateStore.class);

    private final UserSettingsFile file;
    private final Executor writing = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("settings").factory());
    private UserSettings settings;
    /** The changes that are not in the file yet, by the part of the settings that they change. */
    private final Map<Part, UnaryOperator<UserSettings>> pending = new EnumMap<>(Part.class);

    /** The views as this process knows them. */
    private List<SavedView> knownViews;

    private enum Part {
        WINDOW,
        LANGUAGE,
        VIEWS,
        DEMO_RATE,
        DEMO_FAULTS
    }

    WindowStateStore(UserSettingsFile file) {
        this.file = file;
        this.settings = file.loadOrDefault();
        this.knownViews = settings.views();
    }

    synchronized UserSettings settings() {
        return settings;
    }

    /** Returns why the settings are the defaults and are not saved. */
    synchronized Optional<CodedMessage> problem() {
        return file.problem().map(SettingsException::message);
    }

    static ConnectionBadge badge(ConnectionProfile connection) {
        ConnectionBadge.Kind kind = connection.isSandbox()
                ? ConnectionBadge.Kind.SANDBOX
                : switch (connection.stage()) {
                    case STAGING -> ConnectionBadge.Kind.STAGING;
                    case PRODUCTION -> ConnectionBadge.Kind.PRODUCTION;
                };
        return new ConnectionBadge(connection.name(), kind, connection.readOnly());
    }

    synchronized WindowState window() {
        return settings.window();
    }

    synchronized void remember(WindowState window) {
        saveSoon(Part.WINDOW, stored -> stored.withWindow(window));
    }

    synchronized void language(WindowLanguage language) {
        saveSoon(Part.LANGUAGE, stored -> stored.withLanguage(language));
    }

    synchronized void views(List<SavedView> views) {
        List<SavedView> before = knownViews;
        UnaryOperator<UserSettings> earlier = pending.getOrDefault(Part.VIEWS, stored -> stored);
        knownViews = List.copyOf(views);
        saveSoon(Part.VIEWS, stored -> {
            UserSettings known = earlier.apply(stored);
            return known.withViews(merged(known.views(), before, views));
        });
    }

    /** Saves asynchronously on another thread. */
    private void saveSoon(Part part, UnaryOperator<UserSettings> change) {
        pending.put(part, change);
        settings = change.apply(settings);
        writing.execute(this::save);
    }

    /** Makes the same changes to the views of the file as were made to the views here. */
    private static List<SavedView> merged(List<SavedView> stored, List<SavedView> before, List<SavedView> after) {
        if (stored.equals(before)) {
            return after; // also in this order
        }
        List<SavedView> merged = new ArrayList<>(stored);
        before.stream().filter(view -> !after.contains(view)).forEach(gone -> {
            int place = merged.indexOf(gone);
            List<SavedView> unknown =
                    after.stream().filter(view -> !before.contains(view)).toList();
            if (place >= 0 && before.size() == after.size() && unknown.size() == 1) {
                merged.set(place, unknown.getFirst());
            } else {
                merged.remove(gone);
            }
        });
        after.stream()
                .filter(view -> !before.contains(view) && !merged.contains(view))
                .forEach(merged::add);
        return merged;
    }

    /** Writes unsaved changes now, on the calling thread. */
    synchronized void save() {
        if (pending.isEmpty()) {
            return;
        }
        try {
            settings = file.update(stored -> {
                UserSettings changed = stored;
                for (UnaryOperator<UserSettings> change : pending.values()) {
                    changed = change.apply(changed);
                }
                return changed;
            });
            pending.clear();
        } catch (SettingsException exception) {
            LOG.warn("{}", exception.getMessage());
        }
    }

    synchronized void demoRate(double rate) {
        saveSoon(Part.DEMO_RATE, stored -> stored.withDemoRate(rate));
    }

    synchronized void demoFaults(String faults) {
        saveSoon(Part.DEMO_FAULTS, stored -> stored.withDemoFaults(faults));
    }
}
