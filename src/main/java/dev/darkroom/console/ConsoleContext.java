package dev.darkroom.console;

import dev.darkroom.console.EngineVitals.EngineMode;
import dev.darkroom.console.kit.list.SavedViewStore;
import dev.darkroom.console.kit.navigation.ConsoleScreen;
import dev.darkroom.console.kit.navigation.IdentitySearch;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the console needs to open its first window.
 *
 * @param connection shown as the chip in the top bar
 * @param window the remembered window state, {@link WindowState#DEFAULT} on the first start
 * @param views the saved views, shared by all windows
 * @param remember persists changed window state; called on the FX thread and does not block
 * @param start starts everything behind the window while the window is already showing
 * @param closed called on the calling thread of {@link ConsoleWindow#launch} after the last window was closed
 */
public record ConsoleContext(
        ConnectionBadge connection,
        WindowState window,
        SavedViewStore views,
        Consumer<WindowState> remember,
        Start start,
        Runnable closed) {

    /** The slow part of startup, on a background thread. An exception is shown as a sentence, with a way to retry. */
    @FunctionalInterface
    public interface Start {
        ConsoleParts start(Progress progress) throws Exception;
    }

    /** Reports the current step, from any thread; {@code fraction} is 0 to 1, negative when unknown. */
    @FunctionalInterface
    public interface Progress {
        void step(String sentence, double fraction);
    }

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
}
