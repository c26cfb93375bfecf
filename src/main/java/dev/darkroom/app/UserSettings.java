package dev.darkroom.app;

import dev.darkroom.console.WindowState;
import dev.darkroom.console.kit.list.SavedView;
import dev.darkroom.console.kit.text.WindowLanguage;
import dev.darkroom.message.RefusedInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The user's settings, read once at startup and saved when changed. Immutable; see {@link UserSettingsFile}.
 *
 * @param window the last state of the window
 * @param language the language of the window from the next start on
 * @param demoRate generations per minute that the sandbox's traffic creates, 0 to 600
 * @param demoFaults the deliberate faults of the sandbox, as a user types them
 * @param views the user's own views of lists, in the order of their tabs
 * @param connections the user's own profiles, without the built-in ones
 */
public record UserSettings(
        WindowState window,
        WindowLanguage language,
        double demoRate,
        String demoFaults,
        List<SavedView> views,
        List<ConnectionProfile> connections) {
    public static final UserSettings DEFAULT =
            new UserSettings(WindowState.DEFAULT, WindowLanguage.SYSTEM, 30, "none", List.of(), List.of());

    private static final double MAX_DEMO_RATE = 600;

    public UserSettings {
        views = List.copyOf(views);
        connections = List.copyOf(connections);
        if (!(demoRate >= 0 && demoRate <= MAX_DEMO_RATE)) {
            throw new RefusedInputException("rule.rate", demoRate);
        }
        List<String> names = new ArrayList<>();
        for (ConnectionProfile connection : connections) {
            if (ConnectionProfile.builtIn(connection.name()).isPresent()) {
                throw new RefusedInputException("rule.built.in", connection.name());
            }
            if (names.contains(connection.name())) {
                throw new RefusedInputException("rule.twice", connection.name());
            }
            names.add(connection.name());
        }
    }

    public UserSettings withWindow(WindowState left) {
        return new UserSettings(left, language, demoRate, demoFaults, views, connections);
    }

    public UserSettings withLanguage(WindowLanguage chosen) {
        return new UserSettings(window, chosen, demoRate, demoFaults, views, connections);
    }

    public UserSettings withDemoRate(double rate) {
        return new UserSettings(window, language, rate, demoFaults, views, connections);
    }

    public UserSettings withDemoFaults(String faults) {
        return new UserSettings(window, language, demoRate, faults, views, connections);
    }

    public UserSettings withViews(List<SavedView> saved) {
        return new UserSettings(window, language, demoRate, demoFaults, saved, connections);
    }

    /** Returns the user's own profile with this name. */
    public Optional<ConnectionProfile> connection(String name) {
        return connections.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
