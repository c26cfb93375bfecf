package dev.darkroom.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person chose, read once at the start and saved when changed. Immutable; see {@link SettingsFile}.
 *
 * @param window null until the window was closed for the first time
 * @param railFolded the navigation shows icons only
 * @param logFolder null for the platform's usual place
 * @param demoRate generations per minute that the sandbox's traffic makes, 0 to 600
 * @param connections a person's own profiles; the built-in ones are not among them
 */
public record Settings(
        Theme theme,
        @Nullable WindowPlace window,
        boolean railFolded,
        @Nullable String logFolder,
        double demoRate,
        List<Connection> connections) {
    public static final Settings DEFAULT = new Settings(Theme.SYSTEM, null, false, null, 30, List.of());

    private static final double FASTEST_DEMO = 600;

    public Settings {
        connections = List.copyOf(connections);
        if (!(demoRate >= 0 && demoRate <= FASTEST_DEMO)) {
            throw new IllegalArgumentException("demoRate must be from 0 to 600 generations a minute: " + demoRate);
        }
        if (logFolder != null && logFolder.isBlank()) {
            throw new IllegalArgumentException("logFolder must not be empty: leave it out for the usual place");
        }
        List<String> names = new ArrayList<>();
        for (Connection connection : connections) {
            if (Connection.builtIn(connection.name()).isPresent()) {
                throw new IllegalArgumentException(
                        "connections must not hold one named \"" + connection.name() + "\": it is built in");
            }
            if (names.contains(connection.name())) {
                throw new IllegalArgumentException("connections must not hold two named \"" + connection.name() + "\"");
            }
            names.add(connection.name());
        }
    }

    public Settings withTheme(Theme chosen) {
        return new Settings(chosen, window, railFolded, logFolder, demoRate, connections);
    }

    public Settings withWindow(WindowPlace place) {
        return new Settings(theme, place, railFolded, logFolder, demoRate, connections);
    }

    public Settings withRailFolded(boolean folded) {
        return new Settings(theme, window, folded, logFolder, demoRate, connections);
    }

    public Settings withLogFolder(@Nullable String folder) {
        return new Settings(theme, window, railFolded, folder, demoRate, connections);
    }

    public Settings withDemoRate(double rate) {
        return new Settings(theme, window, railFolded, logFolder, rate, connections);
    }

    public Settings withConnections(List<Connection> profiles) {
        return new Settings(theme, window, railFolded, logFolder, demoRate, profiles);
    }

    /** A person's own profile of that name. */
    public Optional<Connection> connection(String name) {
        return connections.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
