package dev.darkroom.console;

import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.IdentitySearch;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the window receives once everything behind it is up.
 *
 * @param screens builds the screens in the order of the navigation rail, on the FX thread
 * @param vitals polled twice a second on a background thread
 * @param engine sets the engine's mode, on a background thread; its exceptions are shown; null where there can be no engine
 * @param search the global search
 */
public record ConsoleParts(
        Function<ConsoleShell, List<ConsoleScreen>> screens,
        Supplier<EngineVitals> vitals,
        @Nullable Consumer<EngineMode> engine,
        IdentitySearch search) {}
