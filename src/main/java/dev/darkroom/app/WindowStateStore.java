package dev.darkroom.app;

import dev.darkroom.console.ConnectionBadge;
import dev.darkroom.console.WindowState;
import dev.darkroom.console.kit.list.SavedView;
import dev.darkroom.console.kit.text.WindowLanguage;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the window's state in the settings. A failure to save is only logged. */
final class WindowStateStore {
    private static final Logger LOG = LoggerFactory.getLogger(WindowStateStore.class);

    private final UserSettingsFile file;
    private final Executor writing = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("settings").factory());
    private UserSettings settings;
    private UserSettings written;

    WindowStateStore(UserSettingsFile file) {
        this.file = file;
        this.settings = file.load();
        this.written = settings;
    }

    synchronized UserSettings settings() {
        return settings;
    }

    ConnectionBadge badge(ConnectionProfile connection) {
        ConnectionBadge.Kind kind = switch (connection.kind()) {
            case SANDBOX -> ConnectionBadge.Kind.SANDBOX;
            case ENV -> ConnectionBadge.Kind.STAGING;
            case CUSTOM -> connection.readOnly() ? ConnectionBadge.Kind.STAGING : ConnectionBadge.Kind.PRODUCTION;
        };
        return new ConnectionBadge(connection.name(), kind, connection.readOnly());
    }

    synchronized WindowState window() {
        return settings.window();
    }

    synchronized void remember(WindowState window) {
        saveSoon(settings.withWindow(window));
    }

    synchronized void language(WindowLanguage language) {
        saveSoon(settings.withLanguage(language));
    }

    synchronized void views(List<SavedView> views) {
        saveSoon(settings.withViews(views));
    }

    /** Saves asynchronously on another thread. */
    private void saveSoon(UserSettings next) {
        settings = next;
        writing.execute(this::save);
    }

    /** Writes unsaved changes now, on the calling thread. */
    synchronized void save() {
        if (!settings.equals(written)) {
            save(settings);
        }
    }

    synchronized void demoRate(double rate) {
        save(settings.withDemoRate(rate));
    }

    synchronized void demoFaults(String faults) {
        save(settings.withDemoFaults(faults));
    }

    private void save(UserSettings next) {
        settings = next;
        try {
            file.save(next);
            written = next;
        } catch (SettingsException exception) {
            LOG.warn("{}", exception.getMessage());
        }
    }
}
