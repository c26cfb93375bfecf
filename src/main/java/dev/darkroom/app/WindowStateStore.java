package dev.darkroom.app;

import dev.darkroom.console.ConnectionBadge;
import dev.darkroom.console.WindowState;
import dev.darkroom.console.kit.theme.ThemeChoice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the window remembers, kept in the settings. A setting that cannot be saved is said in the log and no more. */
final class WindowStateStore {
    private static final Logger LOG = LoggerFactory.getLogger(WindowStateStore.class);

    private final SettingsFile file;
    private UserSettings settings;

    WindowStateStore(SettingsFile file) {
        this.file = file;
        this.settings = file.load();
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
        WindowState first = WindowState.FIRST;
        WindowBounds place = settings.window();
        return new WindowState(
                place == null ? first.x() : place.x(),
                place == null ? first.y() : place.y(),
                place == null ? first.width() : place.width(),
                place == null ? first.height() : place.height(),
                place != null && place.maximized(),
                settings.railFolded(),
                ThemeChoice.valueOf(settings.theme().name()),
                first.contrast(),
                first.scale(),
                first.utc(),
                first.screen());
    }

    synchronized void remember(WindowState window) {
        UserSettings next =
                settings.withTheme(ThemeSetting.valueOf(window.theme().name())).withRailFolded(window.railFolded());
        boolean placed = Double.isFinite(window.x()) && Double.isFinite(window.y());
        save(
                placed
                        ? next.withWindow(new WindowBounds(
                                window.x(), window.y(), window.width(), window.height(), window.maximized()))
                        : next);
    }

    synchronized void demoRate(double rate) {
        save(settings.withDemoRate(rate));
    }

    private void save(UserSettings next) {
        settings = next;
        try {
            file.save(next);
        } catch (SettingsException exception) {
            LOG.warn("{}", exception.getMessage());
        }
    }
}
